package io.zoomhosts.http;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.hc.core5.net.InetAddressUtils;

/**
 * The hosts in {@code NO_PROXY}, with the syntax of curl and Go: a host with its subdomains, only the subdomains
 * ({@code .suffix}), an address, or a network ({@code 10.0.0.0/8}), each optionally with a port; or {@code *} for all.
 */
final class NoProxy {

    private final List<String> entries;

    NoProxy(String value) {
        entries = Stream.of(value.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    /** @param host without brackets */
    boolean covers(String host, int port) {
        String name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        return entries.stream().anyMatch(entry -> covers(entry, name, port));
    }

    private static boolean covers(String entry, String name, int port) {
        if (entry.equals("*")) {
            return true;
        }
        if (entry.matches("[^:]+:\\d+|\\[.*]:\\d+")) {
            int colon = entry.lastIndexOf(':');
            return entry.substring(colon + 1).equals(String.valueOf(port))
                    && covers(entry.substring(0, colon), name, port);
        }
        String covered = entry.replaceFirst("^\\[(.*)]$", "$1");
        if (isAddress(name)) {
            return isAddress(covered.replaceFirst("/.*", "")) && isIn(covered, name);
        }
        String suffix = covered.replaceFirst("^\\*\\.", ".");
        return suffix.startsWith(".") ? name.endsWith(suffix) : name.equals(suffix) || name.endsWith("." + suffix);
    }

    static boolean isAddress(String host) {
        return InetAddressUtils.isIPv4(host) || InetAddressUtils.isIPv6(host);
    }

    /** @param network an address, or a network in CIDR notation: {@code 10.0.0.0/8} */
    private static boolean isIn(String network, String address) {
        try {
            int slash = network.indexOf('/');
            byte[] first = bytes(slash < 0 ? network : network.substring(0, slash));
            byte[] other = bytes(address);
            int bits = slash < 0 ? 8 * first.length : Integer.parseInt(network.substring(slash + 1));
            int rest = 8 * first.length - bits;
            return first.length == other.length
                    && new BigInteger(first).shiftRight(rest).equals(new BigInteger(other).shiftRight(rest));
        } catch (UnknownHostException | NumberFormatException notANetwork) {
            return false;
        }
    }

    /** The bytes of an IP address. No DNS lookup takes place, because it is not a name. */
    private static byte[] bytes(String address) throws UnknownHostException {
        return InetAddress.getByName(address).getAddress();
    }
}
