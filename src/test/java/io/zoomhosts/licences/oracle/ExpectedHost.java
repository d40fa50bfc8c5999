package io.zoomhosts.licences.oracle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The right answer about a host that is listed, from its scenario and that of its account.
 *
 * @param verdicts the right verdict; then others that are not wrong, where the contract leaves the choice
 * @param reason a code that the reasons must have if the verdict is the first one
 * @param monthsIdle null if the script leaves it open
 * @param lastHostedMonths month in which the host hosted last, null if it is none; then others that are not wrong
 */
record ExpectedHost(
        ScriptedHost host,
        int months,
        List<Verdict> verdicts,
        String reason,
        Integer monthsIdle,
        String knownSince,
        List<String> lastHostedMonths) {

    /** The right answer for a number of months; null if the host is not listed. */
    static ExpectedHost of(LicenceScript script, ScriptedHost host, int months) {
        AccountScenario account = host.account();
        Life life = host.scenario().life;
        int newest = account.newest();
        if (!life.is(Life.LICENSED + "t", newest)) {
            return null;
        }
        int idle = newest;
        while (idle <= account.oldest() && life.is("iTbun", idle)) {
            idle++;
        }
        int known = newest;
        while (known < account.oldest() && !life.is(".", known + 1)) {
            known++;
        }
        EnumSet<Verdict> allowed = EnumSet.noneOf(Verdict.class);
        Answer answer = new Answer(account, host.scenario(), months);
        Verdict verdict = answer.verdict(allowed);
        Set<Verdict> verdicts = new LinkedHashSet<>(List.of(verdict));
        verdicts.addAll(allowed);
        return new ExpectedHost(
                host,
                months,
                List.copyOf(verdicts),
                answer.reason(verdict),
                life.is("t", newest) ? null : idle - newest,
                script.month(known).toString(),
                lastHosted(script, account, life));
    }

    private static List<String> lastHosted(LicenceScript script, AccountScenario account, Life life) {
        Set<String> lastHosted = new LinkedHashSet<>();
        int month = 0;
        while (month <= Life.MONTHS && !(account.knowsHosts(month) && life.is(Life.ACTIVE, month))) {
            month++;
        }
        lastHosted.add(month > Life.MONTHS ? null : script.month(month).toString());
        for (int newer = 0; newer < month; newer++) {
            if (life.is("mt", newer)) {
                lastHosted.add(script.month(newer).toString());
            }
        }
        return lastHosted.stream().toList();
    }

    /** Whether it would be wrong to call the host idle. */
    boolean isNeverIdle() {
        return !verdicts.contains(Verdict.IDLE);
    }

    /** The host and why its verdict is right, for a message. */
    String description() {
        return host.scenario() + " (" + host.scenario().why + ") in account "
                + host.account().id();
    }

    /** What is right, for a message. */
    String right() {
        return verdicts + ", reason " + reason + ", " + monthsIdle + " months idle, known since " + knownSince
                + ", hosted last " + lastHostedMonths;
    }

    /** The columns that the script decides. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("account_id", host.account().id());
        json.put("id", host.id());
        json.put("months_idle", monthsIdle);
        json.put("last_hosted_month", lastHostedMonths.get(0));
        json.put("known_since", knownSince);
        json.put("verdict", verdicts.get(0).text());
        return json;
    }

    /** Reasons about facts of the script: which month decides, and what it says. */
    private record Answer(AccountScenario account, HostScenario scenario, int months) {

        private Life life() {
            return scenario.life;
        }

        private int newest() {
            return account.newest();
        }

        /** The oldest of the months asked for. */
        private int oldest() {
            return newest() + months - 1;
        }

        /** The oldest of the months asked for that is settled. */
        private int oldestKnown() {
            return Math.min(oldest(), account.oldest());
        }

        private boolean asked(String letters) {
            return life().has(letters, newest(), oldestKnown());
        }

        /** @param allowed gets the verdicts that are not wrong */
        Verdict verdict(EnumSet<Verdict> allowed) {
            Verdict verdict = settled(allowed);
            allowed.add(verdict);
            if (account.hasLostAMonthSince()) {
                allowed.add(Verdict.UNKNOWN);
                if (life().has(Life.HOSTED, 0, newest() - 1)) {
                    allowed.remove(Verdict.IDLE);
                    return verdict == Verdict.IDLE ? Verdict.UNKNOWN : verdict;
                }
            }
            return verdict;
        }

        private Verdict settled(EnumSet<Verdict> allowed) {
            if (asked(Life.HOSTED) || savedSince()) {
                return Verdict.ACTIVE;
            }
            if (asked("t") || hasMeetingsSince()) {
                allowed.addAll(EnumSet.of(Verdict.UNKNOWN, Verdict.TOO_NEW));
                return Verdict.ACTIVE;
            }
            if (scenario.created <= oldest() || asked("bun")) {
                return Verdict.TOO_NEW;
            }
            if (asked("T")) {
                allowed.addAll(EnumSet.of(Verdict.IDLE, Verdict.UNKNOWN));
                return Verdict.TOO_NEW;
            }
            if (asked(".")) {
                return missing(allowed);
            }
            return isRowTooShort() ? rowTooShort(allowed) : withoutMeeting(allowed);
        }

        private boolean isRowTooShort() {
            return months > account.oldest() - newest() + 1;
        }

        /** In neither list in one of the months asked for. */
        private Verdict missing(EnumSet<Verdict> allowed) {
            if (!isFirstLicensedWithin()) {
                return Verdict.UNKNOWN;
            }
            if (!scenario.createTime.isUnusable()) {
                allowed.add(Verdict.UNKNOWN);
            }
            return Verdict.TOO_NEW;
        }

        private Verdict rowTooShort(EnumSet<Verdict> allowed) {
            // Lists beyond the gap may say more than the row of months does.
            if (life().has(Life.WITHOUT_LICENCE + ".", account.oldest() + 1, oldest() + 1)) {
                allowed.add(Verdict.TOO_NEW);
            }
            return Verdict.UNKNOWN;
        }

        /** In the list of inactive hosts, with a licence, in all the months asked for. */
        private Verdict withoutMeeting(EnumSet<Verdict> allowed) {
            boolean undated = scenario.createTime.isUnusable();
            int before = oldest() + 1;
            if (before > account.oldest()) {
                if (undated) {
                    // First seen in the oldest month of all: whether the host is new, nobody knows.
                    allowed.addAll(EnumSet.of(Verdict.UNKNOWN, Verdict.TOO_NEW));
                    if (life().is(".", before)) {
                        return Verdict.UNKNOWN;
                    }
                } else if (life().is(Life.WITHOUT_LICENCE + ".", before)) {
                    allowed.add(Verdict.TOO_NEW);
                }
                return Verdict.IDLE;
            }
            if (isFirstLicensedWithin()) {
                // Licensed once before the row of months, or known to Zoom for long: the contract leaves it open.
                if (life().is(".", before) && !undated
                        || life().has(Life.LICENSED, account.oldest() + 1, Life.MONTHS)) {
                    allowed.add(Verdict.IDLE);
                }
                return Verdict.TOO_NEW;
            }
            if (life().is(Life.WITHOUT_LICENCE + "T", before)) {
                allowed.add(Verdict.TOO_NEW);
            }
            return Verdict.IDLE;
        }

        /** Whether no older month of the row has the host with a licence, although there are older ones. */
        private boolean isFirstLicensedWithin() {
            int first = account.oldest();
            while (!life().is(Life.LICENSED + "tT", first)) {
                first--;
            }
            return first < account.oldest() && first <= oldest();
        }

        private boolean savedSince() {
            for (int month = 0; month < newest(); month++) {
                if (account.saves(month) && life().is(Life.ACTIVE, month)) {
                    return true;
                }
            }
            return false;
        }

        private boolean hasMeetingsSince() {
            for (int month = 0; month < newest(); month++) {
                if (account.savesByMeetings(month) && life().is("mt", month)) {
                    return true;
                }
            }
            return false;
        }

        String reason(Verdict verdict) {
            return switch (verdict) {
                case IDLE -> "add-ons-not-checked";
                case ACTIVE -> asked(Life.HOSTED) ? "hosted" : "hosted-since";
                case TOO_NEW -> isCreatedWithin() ? "too-new" : "licensed-lately";
                case UNKNOWN -> isRowTooShort() || account.hasLostAMonthSince() ? "months-missing" : "host-missing";
            };
        }

        private boolean isCreatedWithin() {
            return scenario.created <= oldest() || scenario.createTime.isUnusable() && isFirstLicensedWithin();
        }
    }
}
