package io.zoomhosts.routes;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A bean that route files of the tests declare. */
public final class Declared {

    private String path;
    private int pages;
    private Duration settles;
    private Map<String, String> query;

    public void setPath(String path) {
        if (path.contains(" ")) {
            throw new IllegalArgumentException("a path has no blanks");
        }
        this.path = path;
    }

    public void setPages(int pages) {
        this.pages = pages;
    }

    public void setSettles(Duration settles) {
        this.settles = settles;
    }

    public void setQuery(Map<String, String> query) {
        this.query = query;
    }

    /** Problems that Camel does not notice. */
    List<BeanCheck.Problem> problems() {
        if (path == null) {
            return List.of(new BeanCheck.Problem(null, "the property 'path' is missing"));
        }
        if (query != null && query.containsKey("page_size")) {
            return List.of(new BeanCheck.Problem("query.page_size", "zoom-hosts sets page_size itself"));
        }
        return pages < 0 || settles != null && settles.isNegative()
                ? List.of(new BeanCheck.Problem("pages", "pages must not be negative"))
                : List.of();
    }
}
