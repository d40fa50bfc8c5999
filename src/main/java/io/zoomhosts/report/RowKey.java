package io.zoomhosts.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * How the key of a record is made from its row: of members that no other row of the window shares, or of the whole row. Rows of
 * Zoom's logs have no such members, and equal ones are facts: the key of a whole row ends with its number among equal rows.
 * Immutable.
 *
 * @param members whose values make the key, separated by slashes; empty for the whole row
 * @param ofAccount whether the key begins with the account's id, because the values would be the same in another account
 */
public record RowKey(List<String> members, boolean ofAccount) {

    /** The word in a declaration for a key of the whole row. */
    static final String WHOLE_ROW = "hash";

    /** The word in a declaration for the account's id. */
    static final String ACCOUNT = "account";

    public RowKey {
        members = List.copyOf(members);
    }

    /** @param declared {@code id}, {@code id,start_time}, {@code account,date} or {@code hash} */
    static RowKey of(String declared) {
        List<String> words =
                Arrays.stream(declared.split(",")).map(String::strip).toList();
        boolean ofAccount = words.get(0).equals(ACCOUNT);
        return new RowKey(
                declared.equals(WHOLE_ROW) ? List.of() : words.subList(ofAccount ? 1 : 0, words.size()), ofAccount);
    }

    /** The key of a row's record in an account. */
    public String inAccount(String accountId, Row row) {
        return ofAccount ? accountId + "/" + row.key() : row.key();
    }

    /** Whether the key is of the whole row, so that equal rows are numbered. */
    public boolean isOfWholeRow() {
        return members.isEmpty();
    }

    /** The place of a member in the key; -1 if it is not in it. */
    int indexOf(String member) {
        return members.indexOf(member);
    }

    /** The key of these values, in the order of the members; null if one of them is null. */
    String of(String... values) {
        if (values.length == 1) {
            return values[0];
        }
        StringBuilder key = new StringBuilder();
        for (String value : values) {
            if (value == null) {
                return null;
            }
            // A slash in a value must not look like the one between two values.
            key.append(key.isEmpty() ? "" : "/")
                    .append(value.replace("%", "%25").replace("/", "%2F"));
        }
        return key.toString();
    }

    /** The first member without a value. */
    String firstWithout(String... values) {
        return members.get(Arrays.asList(values).indexOf(null));
    }

    /** The key of a whole row: SHA-256 of the bytes that Zoom sent, in the alphabet of addresses (RFC 4648, section 5). */
    static String ofBytes(byte[] page, int start, int end) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(page, start, end - start);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must support SHA-256", e);
        }
    }

    /** The key of an equal row: its hash, and its number among the equal rows of the window, from 1. */
    static String numbered(String hash, int number) {
        return hash + "/" + number;
    }

    /**
     * The key of a row that a step has changed, parsed in the same way as by {@link PageReader}; null if it has none.
     *
     * @throws IllegalStateException for a key of the whole row, which is that of the row before the step
     */
    public String of(JsonNode row) throws IOException {
        if (isOfWholeRow()) {
            throw new IllegalStateException("a step may change every member of the row");
        }
        String[] values = new String[members.size()];
        for (int index = 0; index < values.length; index++) {
            JsonNode value = row.get(members.get(index));
            if (value != null && !value.isNull()) {
                try (JsonParser member = value.traverse()) {
                    member.nextToken();
                    values[index] = PageReader.text(member);
                }
            }
        }
        return of(values);
    }

    /** As declared. */
    @Override
    public String toString() {
        return isOfWholeRow() ? WHOLE_ROW : (ofAccount ? ACCOUNT + "," : "") + String.join(",", members);
    }
}
