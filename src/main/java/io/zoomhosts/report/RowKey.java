package io.zoomhosts.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How the key of a record is made: from members that no other row of the window shares, from what Zoom was asked, or from a hash.
 * Rows of Zoom's logs have no such members, and equal ones are facts: a key with a hash ends with the row's number among the rows
 * of the same hash. Immutable.
 *
 * @param parts the values of the key, separated by slashes
 */
public record RowKey(List<Part> parts) {

    /** A value of the key. */
    sealed interface Part {}

    /** A member of the row. */
    record Member(String name) implements Part {

        @Override
        public String toString() {
            return name;
        }
    }

    /** What Zoom was asked: the member of the record's {@code report} with this name. */
    record Asked(String name) implements Part {

        @Override
        public String toString() {
            return ASKED + name;
        }
    }

    /** SHA-256 of these members of the row; of the whole row if there are none. */
    record Hash(List<String> members) implements Part {

        @Override
        public String toString() {
            return members.isEmpty() ? HASH : HASH + "(" + String.join(",", members) + ")";
        }
    }

    private static final String HASH = "hash";
    private static final String ASKED = Report.MEMBER + ".";
    private static final String NAME = "\\w+";
    private static final String LIST = NAME + "(?:\\s*,\\s*" + NAME + ")*";
    private static final String PART = "(?:report\\." + NAME + "|hash(?:\\(\\s*" + LIST + "\\s*\\))?|" + NAME + ")";

    /** What can be declared: {@code id}, {@code id/start_time}, {@code report.subject/hash(a,b)}. */
    static final Pattern DECLARED = Pattern.compile(PART + "(?:/" + PART + ")*");

    private static final Pattern OF_MEMBERS = Pattern.compile(HASH + "\\((.*)\\)");

    public RowKey {
        parts = List.copyOf(parts);
    }

    /** @param declared as {@link #DECLARED} */
    static RowKey of(String declared) {
        return new RowKey(Arrays.stream(declared.split("/")).map(RowKey::part).toList());
    }

    private static Part part(String word) {
        Matcher ofMembers = OF_MEMBERS.matcher(word);
        if (ofMembers.matches()) {
            return new Hash(Arrays.stream(ofMembers.group(1).split(","))
                    .map(String::strip)
                    .toList());
        }
        if (word.equals(HASH)) {
            return new Hash(List.of());
        }
        return word.startsWith(ASKED) ? new Asked(word.substring(ASKED.length())) : new Member(word);
    }

    /** Whether a row's number among those of the same hash is part of its key. */
    public boolean isNumbered() {
        return parts.stream().anyMatch(Hash.class::isInstance);
    }

    /**
     * Whether rows of the same hash may differ. Their numbers then follow the order of their bytes, so all of them must be known
     * before the first is published.
     */
    public boolean isOfSomeMembers() {
        return parts.stream()
                .anyMatch(part -> part instanceof Hash hash && !hash.members().isEmpty());
    }

    /** The members of a row that the key is made from, without duplicates. */
    List<String> members() {
        return parts.stream()
                .flatMap(part -> part instanceof Member member
                        ? Stream.of(member.name())
                        : part instanceof Hash hash ? hash.members().stream() : Stream.empty())
                .distinct()
                .toList();
    }

    /** What Zoom was asked, as far as it is in the key: names of members of {@code report}. */
    List<String> asked() {
        return parts.stream()
                .filter(Asked.class::isInstance)
                .map(part -> ((Asked) part).name())
                .toList();
    }

    /**
     * The keys of the rows of a page.
     *
     * @param asked what Zoom was asked for the page
     */
    public Maker maker(Map<String, String> asked) {
        return new Maker(asked);
    }

    /** Makes the keys of the rows of a page. Immutable. */
    public final class Maker {

        private final Map<String, String> asked;
        private final List<String> members = members();
        private final Part only = parts.size() == 1 ? parts.get(0) : null;

        private Maker(Map<String, String> asked) {
            this.asked = asked;
        }

        /** The number of members to read from a row. */
        int size() {
            return members.size();
        }

        /** The place of a member among those to read; -1 if the key is not made from it. */
        int indexOf(String member) {
            return members.indexOf(member);
        }

        /**
         * The key of a row, without a number.
         *
         * @param values of the members, null where the row has none
         */
        String of(String[] values, byte[] page, int start, int end) {
            if (only instanceof Member) {
                return values[0];
            }
            StringBuilder key = new StringBuilder();
            for (Part part : parts) {
                key.append(key.isEmpty() ? "" : "/").append(value(part, values, page, start, end));
            }
            return key.toString();
        }

        private String value(Part part, String[] values, byte[] page, int start, int end) {
            if (part instanceof Hash hash) {
                return hash.members().isEmpty()
                        ? sha256(ByteBuffer.wrap(page, start, end - start))
                        : sha256(hash.members().stream()
                                .map(member -> values[members.indexOf(member)])
                                .toList());
            }
            return escaped(part instanceof Member member ? values[members.indexOf(member.name())] : asked(part));
        }

        private String asked(Part part) {
            String name = ((Asked) part).name();
            String value = asked.get(name);
            if (value == null) {
                throw new IllegalStateException("nothing is asked by the name " + name);
            }
            return value;
        }

        /**
         * The key of a row that a step has changed, made in the same way as from Zoom's row; null if it has none.
         *
         * @throws IllegalStateException for a key with a hash, which is that of the row before the step
         */
        public String of(JsonNode row) throws IOException {
            if (isNumbered()) {
                throw new IllegalStateException("a step may change every member of the row");
            }
            String[] values = new String[size()];
            for (int index = 0; index < values.length; index++) {
                JsonNode value = row.get(members.get(index));
                if (value != null && !value.isNull()) {
                    try (JsonParser member = value.traverse()) {
                        member.nextToken();
                        values[index] = PageReader.text(member);
                    }
                }
            }
            return reject(values) == null ? of(values, null, 0, 0) : null;
        }

        /** Why a row with these values cannot have a key; null if it can. */
        String reject(String[] values) {
            for (Part part : parts) {
                if (part instanceof Member member) {
                    String value = values[members.indexOf(member.name())];
                    if (value == null || value.isEmpty()) {
                        return "no " + member.name();
                    }
                    if (isBroken(value)) {
                        return RowKey.this + " is not valid Unicode";
                    }
                }
            }
            return null;
        }
    }

    /** A slash in a value must not look like the one between two values. */
    private static String escaped(String value) {
        return value.replace("%", "%25").replace("/", "%2F");
    }

    /** Whether it contains half of a surrogate pair. Encoded in UTF-8, different keys would become the same. */
    private static boolean isBroken(String value) {
        int code;
        for (int index = 0; index < value.length(); index += Character.charCount(code)) {
            code = value.codePointAt(index);
            if (code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE) {
                return true;
            }
        }
        return false;
    }

    /** The hash of values, each with its length in front, so that nothing runs together and a missing one is not an empty one. */
    private static String sha256(List<String> values) {
        List<byte[]> bytes = new ArrayList<>();
        for (String value : values) {
            byte[] text = value == null ? new byte[0] : value.getBytes(UTF_8);
            bytes.add(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(value == null ? -1 : text.length)
                    .array());
            bytes.add(text);
        }
        ByteBuffer all =
                ByteBuffer.allocate(bytes.stream().mapToInt(part -> part.length).sum());
        bytes.forEach(all::put);
        return sha256(all.flip());
    }

    /** SHA-256 in the alphabet of addresses (RFC 4648, section 5). */
    private static String sha256(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must support SHA-256", e);
        }
    }

    /** The key of a row: its hash, and its number among the rows of the window with the same hash, from 1. */
    static String numbered(String key, int number) {
        return key + "/" + number;
    }

    /** As declared. */
    @Override
    public String toString() {
        return String.join("/", parts.stream().map(Object::toString).toList());
    }
}
