package org.jbgp.config.split;

import java.util.List;
import java.util.Optional;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.source.Problem;

/**
 * What became of one configuration.
 *
 * @param texts both parts; empty if there are errors
 * @param dialect the language of the file, and so of both parts
 * @param errors why there are no parts
 * @param unsplit what no longer does what it did, one message each: what, why, and what to do about it
 * @param notes what is different, and what joins the parts
 */
public record SplitResult(
        Optional<Texts> texts, Dialect dialect, List<Problem> errors, List<Problem> unsplit, List<String> notes) {
    /**
     * The parts.
     *
     * @param igp BIRD's file
     * @param bgp jbgpd's file
     */
    public record Texts(String igp, String bgp) {}
}
