package io.zoomhosts.observe;

import io.zoomhosts.account.Account;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Down while no account is known, so that nothing can be collected. Names the files of accounts that cannot be used. */
public final class AccountFilesCheck extends ReadinessCheck {

    private final Supplier<? extends Collection<Account>> accounts;
    private final Supplier<Map<String, String>> problems;

    /** @param problems what is wrong with files that cannot be used, by the name of the file or folder */
    public AccountFilesCheck(Supplier<? extends Collection<Account>> accounts, Supplier<Map<String, String>> problems) {
        super("accounts");
        this.accounts = accounts;
        this.problems = problems;
    }

    @Override
    Finding look() {
        List<String> wrong = new TreeMap<>(problems.get())
                .entrySet().stream()
                        .map(file -> "file " + file.getKey() + " " + file.getValue())
                        .toList();
        String said = first(wrong, "files");
        return accounts.get().isEmpty()
                ? Finding.down("no file in zoom.accounts (ZOOM_ACCOUNTS) is an account that can be used. "
                        + (said == null ? "Add a file for each account" : said))
                : Finding.up(said);
    }
}
