package org.jbgp.config;

import java.util.List;
import java.util.Optional;
import org.jbgp.config.model.Configuration;

/**
 * What came out of loading.
 *
 * @param configuration present exactly when there is no error
 * @param errors everything that is wrong, by file and position
 * @param warnings what was accepted although something is lost, whether or not there are errors
 */
public record LoadResult(Optional<Configuration> configuration, List<Problem> errors, List<Problem> warnings) {}
