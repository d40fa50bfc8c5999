package io.zoomhosts.routes;

import java.util.List;

/** Says what is wrong with a bean that a route file declares, beyond what Camel finds: a property that is missing. */
@FunctionalInterface
public interface BeanCheck {

    /**
     * Called once for each declared bean, after all files were read.
     *
     * @param name under which it is declared
     * @param bean with its properties set
     */
    List<Problem> problems(String name, Object bean);

    /**
     * @param property that it is about, as the file writes it; null where it is about the whole bean
     * @param reason in one line
     */
    record Problem(String property, String reason) {}
}
