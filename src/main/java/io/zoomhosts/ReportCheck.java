package io.zoomhosts;

import io.zoomhosts.report.ReportDeclaration;
import io.zoomhosts.routes.BeanCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Validates declared reports, each alone and together with the others. One instance per check. */
final class ReportCheck implements BeanCheck {

    private final Map<String, String> reportOfTopic = new HashMap<>();

    @Override
    public List<Problem> problems(String name, Object bean) {
        List<Problem> problems = new ArrayList<>();
        if (bean instanceof ReportDeclaration declaration) {
            declaration.problems(name).forEach(found -> problems.add(new Problem(found.property(), found.reason())));
            String topic = declaration.topic(name);
            String other = reportOfTopic.putIfAbsent(topic, name);
            if (other != null) {
                problems.add(new Problem("topic", "topic " + topic + " is also the topic of report " + other));
            }
        }
        return problems;
    }

    @Override
    public Map<String, String> calls(Object bean) {
        return bean instanceof ReportDeclaration declaration && declaration.hookEndpoint() != null
                ? Map.of("hook", declaration.hookEndpoint())
                : Map.of();
    }
}
