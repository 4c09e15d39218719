package org.jbgp.daemon.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ThreadRowsTest {
    private final AtomicInteger listings = new AtomicInteger();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MeterRows rows = new MeterRows(registry);

    private ThreadMXBean counted() {
        ThreadMXBean bean = ManagementFactory.getThreadMXBean();
        return (ThreadMXBean) Proxy.newProxyInstance(
                ThreadMXBean.class.getClassLoader(),
                new Class<?>[] {ThreadMXBean.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getThreadInfo")
                            || method.getName().equals("dumpAllThreads")) {
                        listings.incrementAndGet();
                    }
                    return method.invoke(bean, arguments);
                });
    }

    @Test
    void threadsAreListedOnceAScrape() {
        rows.begin();
        new ThreadRows(rows, counted()).write();
        rows.end();
        String text = registry.scrape();
        assertThat(listings).hasValue(1);
        assertThat(text)
                .contains(
                        "jvm_threads_live_threads ",
                        "jvm_threads_daemon_threads ",
                        "jvm_threads_peak_threads ",
                        "jvm_threads_started_threads_total ",
                        "jvm_threads_states_threads{state=\"timed-waiting\"} ",
                        "jvm_threads_states_threads{state=\"new\"} 0")
                .doesNotContain("jvm_threads_states_threads{state=\"runnable\"} 0");
    }
}
