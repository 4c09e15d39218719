package org.jbgp.daemon.lab;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips, or under {@code JBGPD_REQUIRE_PEERS=1} fails, what {@link NeedsPeer} marks. */
final class NeedsPeerCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<NeedsPeer> needs = AnnotationSupport.findAnnotation(context.getElement(), NeedsPeer.class);
        String missing = needs.stream()
                .flatMap(need -> Stream.concat(Stream.of(Software.NETNS), Stream.of(need.value())))
                .filter(software -> software.locate().isEmpty())
                .map(software -> software.id() + " (" + software.howToInstall() + ")")
                .collect(Collectors.joining(", "));
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("everything needed is here");
        }
        String message = "install " + missing;
        if ("1".equals(System.getenv("JBGPD_REQUIRE_PEERS"))) {
            throw new IllegalStateException("JBGPD_REQUIRE_PEERS=1, but something is missing: " + message);
        }
        return ConditionEvaluationResult.disabled(message);
    }
}
