package org.jbgp.daemon.control.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.DefaultEventExecutor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jbgp.config.model.router.LogClass;
import org.jbgp.config.model.router.LogTarget;
import org.jbgp.daemon.shards.TaskThread;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process without memory ends, and its log says why. */
class LastWordsTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a thread",
                "a task of netty's",
                "a task of a task thread",
                "a task for later",
                "a task that comes again",
                "a question",
                "a question to netty"
            })
    void theLogSaysWhy(String where) throws Exception {
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx24m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Hog.class.getName(),
                        log.toString(),
                        where)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile())
                .start();
        assertThat(process.waitFor()).isEqualTo(3);
        assertThat(log).content().contains("<FATAL> Out of memory (Java heap space): all of the ");
    }

    /** Takes memory until there is none. */
    static final class Hog {
        private Hog() {}

        public static void main(String[] arguments) throws InterruptedException {
            LogTarget file =
                    new LogTarget(new LogTarget.File(arguments[0], 0, Optional.empty()), EnumSet.allOf(LogClass.class));
            DaemonLog.install("hog", true).configure(List.of(file), DaemonLog.DEFAULT_FORMAT, "host");
            TaskThread tasks = new TaskThread("tasks", 1 << 20);
            Object kept = switch (arguments[1]) {
                case "a thread" -> Thread.ofPlatform().start(Hog::take);
                case "a task of netty's" -> {
                    DefaultEventExecutor netty = new DefaultEventExecutor();
                    netty.execute(Hog::take);
                    yield netty;
                }
                case "a task of a task thread" -> {
                    tasks.execute(Hog::take);
                    yield tasks;
                }
                case "a task for later" -> tasks.schedule(Hog::take, 1, TimeUnit.MILLISECONDS);
                case "a task that comes again" -> tasks.scheduleWithFixedDelay(Hog::take, 1, 1, TimeUnit.MILLISECONDS);
                case "a question" -> TaskThread.supply(Hog::answer, tasks);
                case "a question to netty" -> TaskThread.supply(Hog::answer, new DefaultEventExecutor());
                default -> throw new IllegalArgumentException(arguments[1]);
            };
            Objects.requireNonNull(kept);
            Thread.sleep(Long.MAX_VALUE);
        }

        private static int answer() {
            take();
            return 1;
        }

        private static void take() {
            List<byte[]> all = new ArrayList<>();
            while (all.size() < Integer.MAX_VALUE) {
                all.add(new byte[1000]);
            }
        }
    }
}
