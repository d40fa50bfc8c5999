/** All that belongs to one Zoom account: credentials, access token, request rate, and when it is tried again. */
package io.zoomhosts.account;
