package org.jbgp.daemon.simulate.play;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jbgp.daemon.simulate.plan.BadInput;

/**
 * One {@code --neighbor NAME=FILE[@PEER]}.
 *
 * @param name of a protocol, or {@code ROUTER:NAME}
 * @param file with its routes
 * @param peer whose routes of the file: an address, an AS number or {@link #ALL}; empty: whose AS is the neighbor's
 */
public record NeighborOption(String name, Path file, String peer) {
    /** The routes of all peers. */
    public static final String ALL = "all";

    public static NeighborOption parse(String text) throws BadInput {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw new BadInput(
                    "'" + text + "' names no neighbor and file: write --neighbor NAME=FILE with the name of a"
                            + " protocol, or --neighbor ROUTER:NAME=FILE");
        }
        String name = text.substring(0, equals);
        String file = text.substring(equals + 1);
        int at = file.lastIndexOf('@');
        // A file may have such a name.
        return at < 1 || at == file.length() - 1 || Files.exists(Path.of(file))
                ? new NeighborOption(name, Path.of(file), "")
                : new NeighborOption(name, Path.of(file.substring(0, at)), file.substring(at + 1));
    }

    /** With the protocol's name and the router's, where it is given. */
    public boolean names(String router, String protocol) {
        return name.equals(protocol) || name.equals(router + ":" + protocol);
    }
}
