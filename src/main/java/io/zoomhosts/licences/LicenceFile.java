package io.zoomhosts.licences;

import io.zoomhosts.routes.Yaml;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** The content of {@code licences.file}. docs/licences.md describes it. */
record LicenceFile(List<Exclusion> exclusions, List<Price> prices) {

    static final LicenceFile NONE = new LicenceFile(List.of(), List.of());

    private static final Set<String> PARTS = Set.of("exclusions", "prices");
    private static final List<String> MATCHES = List.of("id", "email", "domain", "department", "attribute");
    private static final Set<String> OF_EXCLUSION =
            Set.of("account", "id", "email", "domain", "department", "attribute", "until", "reason");
    private static final Set<String> OF_PRICE = Set.of("account", "licence", "per-year", "currency", "renewal");

    /** A problem of the file. Its message names the line, but no value: values may be names and addresses. */
    static final class ProblemException extends Exception {

        private static final long serialVersionUID = 1L;

        ProblemException(int line, String what) {
            super("line " + line + ": " + what);
        }
    }

    static LicenceFile of(String text) throws ProblemException {
        Node file;
        try {
            file = Yaml.read(text);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new ProblemException(line, "this is not YAML, or a key is there twice");
        } catch (YamlEngineException e) {
            throw new ProblemException(1, "this is not YAML, or a key is there twice");
        }
        if (file == null) {
            return NONE;
        }
        checkKeys(file, PARTS);
        List<Exclusion> exclusions = new ArrayList<>();
        Map<String, Integer> excluded = new HashMap<>();
        for (Node item : Yaml.items(Yaml.fields(file).get("exclusions"))) {
            Exclusion exclusion = exclusion(item);
            checkOnce(excluded, exclusion.account() + " " + exclusion.by() + " " + exclusion.value(), item);
            exclusions.add(exclusion);
        }
        List<Price> prices = new ArrayList<>();
        Map<String, Integer> priced = new HashMap<>();
        for (Node item : Yaml.items(Yaml.fields(file).get("prices"))) {
            Price price = price(item);
            checkOnce(priced, price.account() + " " + price.licence(), item);
            prices.add(price);
        }
        return new LicenceFile(List.copyOf(exclusions), List.copyOf(prices));
    }

    private static void checkOnce(Map<String, Integer> known, String what, Node item) throws ProblemException {
        Integer before = known.putIfAbsent(what, Yaml.line(item));
        if (before != null) {
            throw new ProblemException(
                    Yaml.line(item), "this contradicts line " + before + ", which is about the same");
        }
    }

    private static Exclusion exclusion(Node item) throws ProblemException {
        checkKeys(item, OF_EXCLUSION);
        List<String> by =
                MATCHES.stream().filter(Yaml.fields(item)::containsKey).toList();
        if (by.size() != 1) {
            throw new ProblemException(
                    Yaml.line(item), "an exclusion needs exactly one of " + String.join(", ", MATCHES));
        }
        String value = required(item, by.get(0));
        if (by.get(0).equals("attribute") && value.indexOf('=') < 1) {
            throw new ProblemException(Yaml.line(item, "attribute"), "an attribute is written as name=value");
        }
        return new Exclusion(
                optional(item, "account"), by.get(0), value, date(item, "until"), required(item, "reason"));
    }

    private static Price price(Node item) throws ProblemException {
        checkKeys(item, OF_PRICE);
        String licence = required(item, "licence");
        if (!licence.matches("\\d{1,3}")) {
            throw new ProblemException(Yaml.line(item, "licence"), "licence is Zoom's type, a number: 2 is Licensed");
        }
        String perYear = required(item, "per-year");
        if (!perYear.matches("\\d{1,9}(\\.\\d{1,4})?")) {
            throw new ProblemException(Yaml.line(item, "per-year"), "per-year must be a price such as 159.90");
        }
        String currency = required(item, "currency");
        if (!currency.matches("[A-Z]{3}")) {
            throw new ProblemException(Yaml.line(item, "currency"), "currency must be a code such as EUR");
        }
        return new Price(
                optional(item, "account"),
                Integer.parseInt(licence),
                new BigDecimal(perYear),
                currency,
                date(item, "renewal"));
    }

    private static void checkKeys(Node item, Set<String> known) throws ProblemException {
        if (Yaml.fields(item).isEmpty()) {
            throw new ProblemException(
                    Yaml.line(item),
                    "here must be fields: "
                            + String.join(", ", known.stream().sorted().toList()));
        }
        for (String key : Yaml.fields(item).keySet()) {
            if (!known.contains(key)) {
                throw new ProblemException(
                        Yaml.line(item, key),
                        "unknown field. Known fields: "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    private static String optional(Node item, String key) throws ProblemException {
        return Yaml.fields(item).containsKey(key) ? required(item, key) : null;
    }

    private static String required(Node item, String key) throws ProblemException {
        String value = Yaml.text(Yaml.fields(item).get(key)).strip();
        if (value.isEmpty()) {
            throw new ProblemException(Yaml.line(item, key), key + " is missing or empty");
        }
        return value;
    }

    private static LocalDate date(Node item, String key) throws ProblemException {
        try {
            return LocalDate.parse(required(item, key));
        } catch (DateTimeException e) {
            throw new ProblemException(Yaml.line(item, key), key + " must be a date such as 2027-03-31");
        }
    }
}
