package io.zoomhosts.routes;

import java.util.List;
import java.util.Map;

/** Finds problems of a declared bean that Camel does not find, such as a missing property. */
@FunctionalInterface
public interface BeanCheck {

    /**
     * Called once for each declared bean, after all files are loaded.
     *
     * @param name the declared name
     * @param bean the bean, with its properties set
     */
    List<Problem> problems(String name, Object bean);

    /** The endpoints that the program calls because this bean says so, by the property that says it. Each needs a route. */
    default Map<String, String> calls(Object bean) {
        return Map.of();
    }

    /**
     * @param property the property, as written in the file; null if the problem is about the whole bean
     * @param reason the problem, in one line
     */
    record Problem(String property, String reason) {}
}
