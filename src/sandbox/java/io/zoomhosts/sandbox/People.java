package io.zoomhosts.sandbox;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names, addresses and departments of the account's hosts. Names are in JSON notation, quotes included. */
final class People {
    private static final List<String> GIVEN =
            List.of(("Amina, Björn, Chloé, Dmitri, Eleni, Fatima, Grace, Hiroshi, Inês, João, Kemal, Lucía, Mikołaj,"
                            + " Nadia, Oluwaseun, Priya, Quentin, Rosa, Søren, Thandiwe, Uma, Věra, Wei, Ximena, Yusuf, Zoë")
                    .split(", "));
    private static final List<String> FAMILY =
            List.of(("Andersson, Bianchi, Chen, Dvořák, Eriksen, Fernández, Garcia, Haddad, Ivanova, Jones, Kowalski,"
                            + " Lindqvist, Müller, Nguyen, Okafor, Papadopoulos, Qureshi, Rossi, Şahin, Tanaka, Usman, van der"
                            + " Berg, Wójcik, Yılmaz, Zhang")
                    .split(", "));
    private static final List<String> DEPARTMENTS = List.of(
            "Business",
            "Customer Success",
            "Engineering",
            "Finance",
            "HR",
            "IT",
            "Legal",
            "Marketing",
            "R&D",
            "Sales",
            "Sales/EMEA",
            "Support",
            "");

    private static final Set<String> RARELY_HOSTING = Set.of("Finance", "Legal");

    /** Names that break careless code. Right-to-left and invisible characters are escaped for readability. */
    private static final List<String> AWKWARD_NAMES = List.of(
            "\"Zo\u00eb \ud83d\ude80 M\u00fcller\"", // outside the Basic Multilingual Plane, not escaped
            "\"Ana \\ud83d\\udc69\\u200d\\ud83d\\udcbb Silva\"", // the same as JSON escapes, with a joiner
            "\"\u05e9\u05e8\u05d4 \u05db\u05d4\u05df\"", // Hebrew
            "\"\u0645\u062d\u0645\u062f \u0627\u0644\u0639\u0644\u064a\"", // Arabic
            "\"\u202egnirts\u202c reversed\"", // an override of the writing direction
            "\"Rene\u0301 Ne\u0301el\"", // combining accents instead of composed letters
            "\"Se\u00e1n \\\"Shay\\\" O'Neill\"",
            "\"EXAMPLE\\\\jdoe\"",
            "\"\u5c71\u7530\u3000\u592a\u90ce\"", // an ideographic space
            "\"Room 4\\tFloor 2\\nBuilding C\"",
            "\"one\u2028line\"", // a line separator, legal in JSON and a line end elsewhere
            "\"<script>alert('x')</script>\"",
            "\"${env:HOME} {{zoom.client-secret}} ${body}\"", // Camel placeholders, which must not be resolved
            "\"100% %s %n\"",
            "\" padded \"",
            "\"\"");

    private People() {}

    static String name(SeededRandom host, int index) {
        int awkward = index % 40 - 2;
        if (awkward >= 0 && awkward < AWKWARD_NAMES.size()) {
            return AWKWARD_NAMES.get(awkward);
        }
        return plainName(host, 0);
    }

    /** @param change any number; the next one gives another family name */
    static String plainName(SeededRandom host, int change) {
        return SandboxAnswer.quoted(fullName(host, change));
    }

    /** As {@link #plainName}, without quotes. */
    static String fullName(SeededRandom person, int change) {
        return given(person) + " " + family(person, change);
    }

    /** Unique in the account; of the {@link #plainName}. */
    static String email(SeededRandom host, int index, int change) {
        return ascii(given(host)) + "." + ascii(family(host, change)) + "." + index + "@example.com";
    }

    static String department(SeededRandom host) {
        return DEPARTMENTS.get(host.below(DEPARTMENTS.size(), 12));
    }

    static boolean rarelyHosts(String department) {
        return RARELY_HOSTING.contains(department);
    }

    private static String given(SeededRandom host) {
        return GIVEN.get(host.below(GIVEN.size(), 10));
    }

    private static String family(SeededRandom host, int change) {
        return FAMILY.get((host.below(FAMILY.size(), 11) + change) % FAMILY.size());
    }

    private static String ascii(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD)
                .replace('ł', 'l')
                .replace('ø', 'o')
                .replace('ı', 'i')
                .replaceAll("[^A-Za-z]", "")
                .toLowerCase(Locale.ROOT);
    }
}
