package org.jbgp.daemon.policy;

import org.jbgp.config.filter.run.FilterEnvironment;
import org.jbgp.config.filter.run.FilterException;
import org.jbgp.config.filter.value.Net;
import org.jbgp.config.filter.value.WireBytes;

/** Joins the log and the tables of a run. Belongs to the view's thread. */
public final class RunEnvironment implements FilterEnvironment {

    private final RouteView route;
    private PolicyLog log = PolicyLog.SILENT;
    private ValidityTables tables = ValidityTables.NONE;

    public RunEnvironment(RouteView route) {
        this.route = route;
    }

    public RunEnvironment with(PolicyLog newLog, ValidityTables newTables) {
        log = newLog;
        tables = newTables;
        return this;
    }

    @Override
    public void print(String line) {
        route.setParticular();
        log.print(line);
    }

    @Override
    public int roaCheck(String table, Net prefix, long asn) {
        return known(
                table, tables.originValidity(table, prefix.isIp4(), prefix.hi(), prefix.lo(), prefix.length(), asn));
    }

    @Override
    public int aspaCheck(String table, WireBytes path, boolean upstream) {
        return known(table, tables.pathValidity(table, path.array(), upstream));
    }

    @Override
    public String roaEvidence(String table, Net prefix, long asn) {
        return tables.originEvidence(table, prefix.isIp4(), prefix.hi(), prefix.lo(), prefix.length(), asn);
    }

    @Override
    public String aspaEvidence(String table, WireBytes path) {
        return tables.pathEvidence(table, path.array());
    }

    private static int known(String table, int state) {
        if (state == ValidityTables.NO_TABLE) {
            throw new FilterException("there is no table " + table);
        }
        return state;
    }
}
