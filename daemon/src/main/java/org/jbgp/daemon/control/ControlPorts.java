package org.jbgp.daemon.control;

import java.util.Objects;
import org.jbgp.daemon.control.view.HistoryView;
import org.jbgp.daemon.control.view.LogTap;
import org.jbgp.daemon.control.view.RouteTables;
import org.jbgp.daemon.control.view.RouterCommands;
import org.jbgp.daemon.control.view.RouterView;

/**
 * Everything the control socket needs of the daemon.
 *
 * @param view what the router is
 * @param tables what its tables hold
 * @param commands what it can be asked to do
 * @param log what it writes
 * @param history what it remembers
 */
public record ControlPorts(
        RouterView view, RouteTables tables, RouterCommands commands, LogTap log, HistoryView history) {
    public ControlPorts {
        Objects.requireNonNull(view);
        Objects.requireNonNull(tables);
        Objects.requireNonNull(commands);
        Objects.requireNonNull(log);
        Objects.requireNonNull(history);
    }
}
