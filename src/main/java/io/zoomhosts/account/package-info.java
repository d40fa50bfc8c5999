/** The state of one Zoom account: credentials, access token, request rate and scheduled retry. */
package io.zoomhosts.account;
