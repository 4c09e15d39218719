package org.jbgp.config.model.router;

import java.util.Optional;

/**
 * One time format, in strftime(3) notation with BIRD's {@code %f}, {@code %3f}, {@code %6f} for fractions of a second.
 *
 * @param recent format of times not older than {@code limit}
 * @param limit seconds; 0 means the recent format always holds
 * @param old format of older times, if there is a limit
 */
public record TimeFormat(String recent, long limit, Optional<String> old) {}
