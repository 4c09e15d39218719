package org.jbgp.daemon.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test needs network namespaces and this software on the machine. Without it the test is skipped and says what to
 * install; where the environment has {@code JBGPD_REQUIRE_PEERS=1} (continuous integration) it fails instead.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("peer")
@Tag("netns")
@ExtendWith(NeedsPeerCondition.class)
public @interface NeedsPeer {
    /** What is needed beside network namespaces; nothing for a test of jbgpd alone. */
    Software[] value() default {};
}
