package org.jbgp.config;

import java.util.List;
import java.util.Optional;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.source.Problem;

/**
 * What came out of loading.
 *
 * @param configuration present exactly when there is no error
 * @param understood what was understood of the file, also if it has errors: good for running its test suites and
 *     nothing else; empty if the file could not be read
 * @param errors everything that is wrong, by file and position
 * @param warnings what was accepted although something is lost, whether or not there are errors
 */
public record LoadResult(
        Optional<Configuration> configuration,
        Optional<Configuration> understood,
        List<Problem> errors,
        List<Problem> warnings) {}
