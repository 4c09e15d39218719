package org.jbgp.daemon.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;

/**
 * Meters whose tags come and go with the configuration. A scrape sets all values anew; what it did not set is removed
 * from the registry. One thread at a time.
 */
final class MeterRows {

    private record Key(String name, Tags tags) {}

    private static final class Row {
        private double value;
        private long round;
        private Meter meter;
    }

    private final MeterRegistry registry;
    private final Map<Key, Row> rows = new HashMap<>();
    private long round;

    MeterRows(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Begins a scrape. */
    void begin() {
        round++;
    }

    /** A value that goes up and down. */
    void gauge(String name, String help, double value, String... tags) {
        Row row = row(name, Tags.of(tags), value);
        if (row.meter == null) {
            row.meter = Gauge.builder(name, row, each -> each.value)
                    .description(help)
                    .tags(tags)
                    .strongReference(true)
                    .register(registry);
        }
    }

    /** A count that goes up and down; exact up to 2^53. */
    void gauge(String name, String help, long value, String... tags) {
        gauge(name, help, (double) value, tags);
    }

    /** A count that only grows; exact up to 2^53. */
    void counter(String name, String help, long value, String... tags) {
        counter(name, help, (double) value, tags);
    }

    /** A sum that only grows. */
    void counter(String name, String help, double value, String... tags) {
        Row row = row(name, Tags.of(tags), value);
        if (row.meter == null) {
            row.meter = FunctionCounter.builder(name, row, each -> each.value)
                    .description(help)
                    .tags(tags)
                    .register(registry);
        }
    }

    private Row row(String name, Tags tags, double value) {
        Row row = rows.computeIfAbsent(new Key(name, tags), key -> new Row());
        row.value = value;
        row.round = round;
        return row;
    }

    /** Ends a scrape. */
    void end() {
        rows.values().removeIf(row -> {
            boolean gone = row.round != round;
            if (gone) {
                registry.remove(row.meter);
            }
            return gone;
        });
    }
}
