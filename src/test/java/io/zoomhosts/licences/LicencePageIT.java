package io.zoomhosts.licences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.Ports;
import io.zoomhosts.support.Browser;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.WithKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** The page of the built distribution in a browser. Left out without Chromium. */
@ExtendWith(WithKafka.class)
@TestInstance(Lifecycle.PER_CLASS)
class LicencePageIT {

    private static final LocalDate RENEWAL =
            LocalDate.now(ZoneOffset.UTC).plusMonths(4).withDayOfMonth(1);

    /** Exclusions and prices. */
    static final String FILE = """
            exclusions:
            - department: Legal
              until: %1$s
              reason: works with the court's account for a while
            prices:
            - licence: 2
              per-year: 159.90
              currency: EUR
              renewal: %1$s
            """.formatted(RENEWAL);

    private Browser browser;
    private ChromeDriver driver;
    private Rig rig;
    private Launcher.Started process;
    private String address;

    @BeforeAll
    void serve(KafkaBroker kafka, @TempDir Path folder) throws Exception {
        browser = Browser.start();
        driver = browser.driver();
        rig = Rig.start(kafka);
        rig.collect(Rig.scheduled("active", "inactive").toArray(Window[]::new));
        Path file = Files.writeString(folder.resolve("licences.yaml"), FILE);
        int port = Ports.free();
        address = "http://localhost:" + port;
        process = rig.launcher()
                .set("LICENCES_PORT", String.valueOf(port))
                .set("LICENCES_FOLDER", folder.resolve("database").toString())
                .set("LICENCES_FILE", file.toString())
                .start("licences");
        await().atMost(Duration.ofSeconds(60)).until(() -> process.output().contains("Everything was read"));
    }

    @AfterAll
    void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (process != null) {
            process.close();
        }
        if (rig != null) {
            rig.close();
        }
    }

    @BeforeEach
    void forget() {
        browser.resize(1400, "light");
        browser.complaints();
    }

    private void open(String path) {
        driver.get(address + path);
    }

    private WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    private List<String> names() {
        return driver.findElements(By.cssSelector(".who a")).stream()
                .map(WebElement::getText)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"360, light", "360, dark", "1400, light", "1400, dark"})
    void everyone_can_read_each_page(int width, String scheme) {
        browser.resize(width, scheme);
        open("/");
        String host = find(".who a").getDomAttribute("href");

        for (String path : List.of(
                "/",
                "/?verdict=all&search=%3C",
                "/?verdict=little-used&months=1",
                "/?verdict=active&department=%28none%29&sort=-name&months=x",
                host,
                "/months",
                "/months?account=" + find("#accounts + table bdi").getText(),
                "/host?id=nobody")) {
            open(path);

            assertThat(find("h1").getText()).as(path).isNotBlank();
            assertThat(browser.violations()).as(path).isEmpty();
            assertThat(browser.overflow()).as("pixels beside " + path).isZero();
            assertThat(browser.complaints().stream()
                            .filter(complaint -> !path.contains("nobody") || !complaint.contains("404"))
                            .toList())
                    .as(path)
                    .isEmpty();
            open("/");
        }
    }

    @ParameterizedTest
    @CsvSource({"360", "1400"})
    void the_keyboard_reaches_the_filters_and_a_host(int width) {
        browser.resize(width, "light");
        open("/");
        String name = names().get(3);

        browser.tabTo("#search").sendKeys(name, Keys.ENTER);
        browser.awaitPage(page -> page.contains("search="));
        browser.tabTo(".who a").sendKeys(Keys.ENTER);
        browser.awaitPage(page -> page.contains("/host?"));

        assertThat(find("h1").getText()).isEqualTo(name);
        assertThat(find(".evidence").getText()).contains("idle", "/hosts/inactive/");
    }

    @Test
    void the_skip_link_is_the_first_stop_and_visible_there() {
        open("/");

        WebElement skip = browser.tabTo(".skip");

        assertThat(skip.getLocation().getX()).isNotNegative();
    }

    @Test
    void filters_stay_in_the_address() {
        open("/");
        find("#search").sendKeys("example.com");
        find("#department").sendKeys("Legal");
        find("#excluded option[value=yes]").click();
        find("#months").clear();
        find("#months").sendKeys("2");
        find(".filters button").click();
        browser.awaitPage(page -> page.contains("department=Legal"));
        List<String> filtered = names();

        driver.navigate().refresh();

        assertThat(names()).isNotEmpty().isEqualTo(filtered);
        assertThat(find("#search").getDomProperty("value")).isEqualTo("example.com");
        assertThat(find("#excluded").getDomProperty("value")).isEqualTo("yes");
        assertThat(find("#months").getDomProperty("value")).isEqualTo("2");
        assertThat(driver.findElements(By.cssSelector(".verdict.kept"))).hasSameSizeAs(filtered);

        find(".clear").click();
        browser.awaitPage(page -> !page.contains("department="));
        assertThat(names()).hasSizeGreaterThan(filtered.size());
        assertThat(driver.getCurrentUrl()).contains("months=2");
    }

    @Test
    void a_click_on_a_column_sorts_by_it_and_a_second_one_the_other_way() {
        open("/?verdict=all");
        driver.findElement(By.linkText("Host")).click();
        browser.awaitPage(page -> page.contains("sort=name"));
        List<String> first = names();
        assertThat(find("th[aria-sort=ascending]").getText()).contains("Host");

        driver.findElement(By.partialLinkText("Host▲")).click();
        browser.awaitPage(page -> page.contains("sort=-name"));

        assertThat(find("th[aria-sort=descending]").getText()).contains("Host");
        assertThat(names()).isNotEqualTo(first);
        assertThat(driver.getCurrentUrl()).contains("verdict=all");
    }

    @Test
    void shows_further_hosts_page_by_page() {
        open("/?verdict=all");
        List<String> first = names();
        assertThat(first).hasSize(50);

        find("a[rel=next]").click();
        browser.awaitPage(page -> page.contains("page=2"));

        assertThat(names()).hasSize(50).isNotEqualTo(first);
        find("a[rel=prev]").click();
        browser.awaitPage(page -> page.contains("page=1"));
        assertThat(names()).isEqualTo(first);
    }

    @Test
    void shows_each_month_of_the_account() {
        open("/");
        driver.findElement(By.linkText("Months")).click();
        browser.awaitPage(page -> page.endsWith("/months"));

        assertThat(driver.findElements(By.cssSelector(".matrix svg[aria-label='both lists: settled']")))
                .hasSizeGreaterThanOrEqualTo(3);
        find(".matrix tbody a").click();
        browser.awaitPage(page -> page.contains("account="));
        assertThat(find(".lists").getText()).contains("/hosts/active/", "/hosts/inactive/");
    }

    @Test
    void paper_has_the_answer_and_no_controls() {
        open("/");
        browser.emulate("print", "dark");

        assertThat(find("h1").isDisplayed()).isTrue();
        assertThat(find(".hosts").isDisplayed()).isTrue();
        assertThat(find(".filters").isDisplayed()).isFalse();
        assertThat(driver.executeScript("return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo("rgb(255, 255, 255)");
    }
}
