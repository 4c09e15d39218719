package org.jbgp.daemon.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/** What the alert rules and the dashboard of {@code dist/monitoring} ask of Prometheus. */
public final class MonitoringFiles {
    private static final Path DIRECTORY = Path.of("../dist/monitoring");

    /** Labels that Prometheus itself adds. */
    private static final Set<String> ADDED = Set.of("instance", "job");

    /** Not jbgpd's: Prometheus makes it for each scrape. */
    private static final String UP = "up";

    private static final Pattern SELECTOR = Pattern.compile("\\b((?:jbgp|jvm|process)_\\w+|up)\\b(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern TEMPLATE = Pattern.compile("\\$labels\\.(\\w+)|\\{\\{(\\w+)}}");

    private MonitoringFiles() {}

    /**
     * An expression with where it stands, and the texts that are filled in from its result.
     *
     * @param place file and title
     * @param text in PromQL
     * @param texts with templates
     */
    public record Expression(String place, String text, List<String> texts) {
        /** What it selects; {@code up} and the labels that Prometheus adds are left out. */
        public List<Selection> selections() {
            List<Selection> selections = new ArrayList<>();
            for (MatchResult found : SELECTOR.matcher(text).results().toList()) {
                if (!found.group(1).equals(UP)) {
                    Map<String, String> labels = new TreeMap<>();
                    MATCHER.matcher(found.group(2) == null ? "" : found.group(2))
                            .results()
                            .filter(each -> !ADDED.contains(each.group(1)))
                            .forEach(each ->
                                    labels.put(each.group(1), each.group(2).equals("=") ? each.group(3) : ""));
                    selections.add(new Selection(found.group(1), labels));
                }
            }
            return selections;
        }

        /** Labels it groups and joins by, and those its texts name. */
        public Set<String> otherLabels() {
            Set<String> labels = new LinkedHashSet<>();
            for (MatchResult found : GROUPING.matcher(text).results().toList()) {
                labels.addAll(List.of(found.group(1).split("\\s*,\\s*")));
            }
            for (String each : texts) {
                Matcher template = TEMPLATE.matcher(each);
                while (template.find()) {
                    labels.add(template.group(1) == null ? template.group(2) : template.group(1));
                }
            }
            labels.removeAll(ADDED);
            return labels;
        }

        @Override
        public String toString() {
            return place + ": " + text;
        }
    }

    /**
     * Series of a metric.
     *
     * @param labels those it is restricted by, with the value they must have; empty where that is a pattern
     */
    public record Selection(String metric, Map<String, String> labels) {}

    /** Those of both files. */
    public static List<Expression> expressions() {
        List<Expression> all = new ArrayList<>();
        for (Map<?, ?> group : maps(read("alerts.yml").get("groups"))) {
            for (Map<?, ?> rule : maps(group.get("rules"))) {
                List<String> texts = ((Map<?, ?>) rule.get("annotations"))
                        .values().stream().map(Object::toString).toList();
                all.add(new Expression(
                        "alerts.yml " + rule.get("alert"), rule.get("expr").toString(), texts));
            }
        }
        Map<?, ?> dashboard = read("grafana-dashboard.json");
        for (Map<?, ?> panel : maps(dashboard.get("panels"))) {
            for (Map<?, ?> target : maps(panel.get("targets"))) {
                all.add(new Expression(
                        "grafana-dashboard.json " + panel.get("title"),
                        target.get("expr").toString(),
                        List.of(target.get("legendFormat").toString())));
            }
        }
        for (Map<?, ?> variable : maps(((Map<?, ?>) dashboard.get("templating")).get("list"))) {
            if (variable.get("query") instanceof Map<?, ?> query) {
                Matcher values = Pattern.compile("label_values\\((.*), (\\w+)\\)")
                        .matcher(query.get("query").toString());
                if (!values.matches()) {
                    throw new IllegalStateException("not a query for values: " + query);
                }
                all.add(new Expression(
                        "grafana-dashboard.json variable " + variable.get("name"),
                        values.group(1),
                        List.of("{{" + values.group(2) + "}}")));
            }
        }
        return all;
    }

    /** The samples of a scrape: by metric, the labels of each. */
    public static Map<String, List<Map<String, String>>> samples(String scrape) {
        Map<String, List<Map<String, String>>> samples = new LinkedHashMap<>();
        Pattern line = Pattern.compile("(\\w+)(?:\\{(.*)})? \\S+");
        for (String each : scrape.lines().toList()) {
            Matcher sample = line.matcher(each);
            if (sample.matches()) {
                Map<String, String> labels = new TreeMap<>();
                MATCHER.matcher(sample.group(2) == null ? "" : sample.group(2))
                        .results()
                        .forEach(label -> labels.put(label.group(1), label.group(3)));
                samples.computeIfAbsent(sample.group(1), name -> new ArrayList<>())
                        .add(labels);
            }
        }
        return samples;
    }

    /** JSON is YAML too. */
    private static Map<?, ?> read(String file) {
        try {
            return (Map<?, ?>) new Yaml().load(Files.readString(DIRECTORY.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Map<?, ?>> maps(Object list) {
        List<Map<?, ?>> maps = new ArrayList<>();
        if (list != null) {
            for (Object each : (List<?>) list) {
                maps.add((Map<?, ?>) each);
            }
        }
        return maps;
    }
}
