package io.zoomhosts.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The array of rows is found by its name and brackets, and not confused with other arrays. */
class RowsArrayTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    # page                                                    | array
                    {"users":[1]}                                             | [1]
                    {"users":[]}                                              | []
                    {"users":[ ]}                                             | [ ]
                    # before the other members, after them, and between
                    {"users":[{"id":"a"}],"next_page_token":"t"}              | [{"id":"a"}]
                    {"next_page_token":"t","users":[{"id":"a"}]}              | [{"id":"a"}]
                    {"from":"x","users":[{"id":"a"},{"id":"b"}],"to":"y"}     | [{"id":"a"},{"id":"b"}]
                    { "from" : 1 , "users" : [ 1 ] , "to" : 2 }               | [ 1 ]
                    # members of the same name further in
                    {"more":{"users":[1]},"users":[2]}                        | [2]
                    {"more":[{"users":[1]}],"users":[2]}                      | [2]
                    {"users":[{"users":[1]}],"more":{"users":[3]}}            | [{"users":[1]}]
                    {"more":{"a":{"users":[1]}},"users":[[2]]}                | [[2]]
                    # text that equals the name, or looks like the member
                    {"a":"users","users":[1]}                                 | [1]
                    {"a":["users"],"users":[1]}                               | [1]
                    {"a":"\\"users\\":[9]","users":[1]}                       | [1]
                    {"\\"users":[9],"users":[1]}                              | [1]
                    {"users2":[9],"user":[9],"Users":[9],"users":[1]}         | [1]
                    {"users":[1],"a":"users"}                                 | [1]
                    # brackets, quotes and backslashes in strings
                    {"a":"[","users":["]"],"b":"]"}                           | ["]"]
                    {"a":"{","users":[{"b":"}]"}]}                            | [{"b":"}]"}]
                    {"a":"\\"","users":["\\"]"]}                              | ["\\"]"]
                    {"a":"\\\\","users":["\\\\"]}                             | ["\\\\"]
                    {"a":"\\\\\\"[","users":["\\\\\\"]"]}                     | ["\\\\\\"]"]
                    {"a[":1,"users":[{"]":1}]}                                | [{"]":1}]
                    {"a":"é王😀","users":["é王😀"]}                             | ["é王😀"]
                    """)
    void finds_the_array(String page, String array) {
        assertThat(found(page)).isEqualTo(array);
    }

    @Test
    void finds_the_array_after_any_white_space() {
        assertThat(found("\r\n\t {\r\n\t \"users\"\r\n\t :\r\n\t [\r\n\t ]\r\n\t }"))
                .isEqualTo("[\r\n\t ]");
    }

    @Test
    void finds_the_array_after_a_byte_order_mark() {
        assertThat(found("\uFEFF{\"users\":[\"é\"]}")).isEqualTo("[\"é\"]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{}",
                "[]",
                "users",
                "\"users\"",
                "\"users\":[1]",
                "{\"users\"}",
                "{\"users\":}",
                "{\"users\":null}",
                "{\"users\":\"[]\"}",
                "{\"users\":{\"users\":[1]}}",
                "{\"users\":{},\"users\":[1]}",
                "{\"more\":{\"users\":[1]}}",
                "{\"more\":{\"users\":[1]",
                "[{\"users\":[1]}]",
                "{\"a\":\"users\"}",
                "{\"a\":\"\\\"users\\\":[1]\"}",
                "{\"users2\":[1]}",
                "{\"USERS\":[1]}",
                "{\"users\",[1]}",
                "{\"users\"[1]}",
                "{\"a\":\"\\",
                "{\"a\":\"\\\\",
                "{\"a\":\"\\\"",
                "{\"users\":[\"\\",
                "{\"users\":[\"\\\"]}",
                "{\"users\":[\"\\\\\\\"]}",
            })
    void finds_no_array_without_a_closed_one(String page) {
        assertThat(RowsArray.find(page.getBytes(UTF_8), "users")).isNull();
    }

    @Test
    void finds_no_array_in_a_truncated_page() {
        String array = "[{\"id\":\"a\\\"]\",\"b\":[{},[]]},\"]\"]";
        byte[] page = ("{\"to\":\"x\",\"users\":" + array + "}").getBytes(UTF_8);
        assertThat(RowsArray.find(page, "users")).isNotNull();

        for (int length = 0; length < page.length - 1; length++) {
            assertThat(RowsArray.find(Arrays.copyOf(page, length), "users"))
                    .as("the first %d bytes", length)
                    .isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"users":[{"id":"a"}],"to":"y"}         | {"users":[],"to":"y"}
                    {"from":"x","users":[1,[2]],"to":"y"}   | {"from":"x","users":[],"to":"y"}
                    {"to":"é","users":["é"]}                | {"to":"é","users":[]}
                    {"users":[]}                            | {"users":[]}
                    {"users":[ ]}                           | {"users":[]}
                    {"users":[1],"users":[2]}               | {"users":[],"users":[2]}
                    """)
    void replaces_the_array_by_an_empty_one(String page, String rest) {
        byte[] bytes = page.getBytes(UTF_8);

        byte[] cut = RowsArray.find(bytes, "users").cutFrom(bytes);

        assertThat(new String(cut, UTF_8)).isEqualTo(rest);
        assertThat(bytes).as("the page itself").isEqualTo(page.getBytes(UTF_8));
    }

    private static String found(String page) {
        byte[] bytes = page.getBytes(UTF_8);
        RowsArray array = RowsArray.find(bytes, "users");
        return new String(bytes, array.start(), array.length(), UTF_8);
    }
}
