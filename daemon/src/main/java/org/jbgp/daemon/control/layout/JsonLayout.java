package org.jbgp.daemon.control.layout;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jbgp.daemon.control.view.BfdStatus;
import org.jbgp.daemon.control.view.InterfaceStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RadvStatus;
import org.jbgp.daemon.control.view.RouteEntry;
import org.jbgp.daemon.control.view.RouteWalk;
import org.jbgp.daemon.control.view.RouterStatus;
import org.jbgp.daemon.control.view.RouterView;

/**
 * Answers as JSON, one object a line ({@code docs/reference/json.md}), so that a table of any size is read as it comes.
 */
public final class JsonLayout implements Layout {
    /** Rows of an answer BIRD does not give. */
    public static final int JSON = 1097;

    private final AttributeText attributes;
    private String table = "";

    public JsonLayout(RouterView view) {
        this.attributes = new AttributeText(view.customAttributes(), LineBound.NONE, AttributeTitles.BIRD_2);
    }

    @Override
    public void status(Reply reply, RouterStatus status) throws IOException {
        reply.object(status);
        reply.end(0, "");
    }

    @Override
    public void protocolsHeading(Reply reply) {
        // The objects name their parts.
    }

    @Override
    public void protocol(Reply reply, ProtocolStatus protocol, boolean all, RouterStatus status) throws IOException {
        reply.object(protocol);
    }

    @Override
    public void bfd(Reply reply, BfdStatus protocol, boolean all, RouterStatus status) throws IOException {
        for (BfdStatus.Session session : protocol.sessions()) {
            reply.object(new BfdSession(protocol.protocol(), session));
        }
    }

    /** A session, with the protocol it is of. */
    public record BfdSession(String protocol, BfdStatus.Session session) {}

    @Override
    public void networkInterface(Reply reply, InterfaceStatus networkInterface) throws IOException {
        reply.object(networkInterface);
    }

    @Override
    public void interfaceSummary(Reply reply, List<InterfaceStatus> interfaces) throws IOException {
        for (InterfaceStatus each : interfaces) {
            networkInterface(reply, each);
        }
    }

    @Override
    public void memory(Reply reply, List<RouterView.MemoryUse> uses) throws IOException {
        for (RouterView.MemoryUse use : uses) {
            reply.object(use);
        }
    }

    @Override
    public boolean namesTables() {
        return true;
    }

    @Override
    public boolean isData() {
        return true;
    }

    @Override
    public void enter(String name) {
        table = name;
    }

    @Override
    public void route(Reply reply, RouteEntry route, boolean first, boolean all, RouterStatus status)
            throws IOException {
        reply.object(object(table, route));
    }

    /** A route of a table as an object. */
    public Map<String, Object> object(String table, RouteEntry route) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("table", table);
        object.put("prefix", route.prefix());
        object.put("protocol", route.protocol());
        object.put("source", route.kind().label());
        object.put("preference", route.preference());
        object.put("changed", route.changed());
        object.put("from", route.from());
        object.put("primary", route.primary());
        object.put("refused", route.syncFailed());
        object.put("stale", route.stale());
        object.put("destination", route.destination());
        object.put("next_hops", route.nextHops());
        object.put("resolution", route.resolution());
        object.put("attributes", attributes.values(route.attributes()));
        return object;
    }

    @Override
    public void authorisation(Reply reply, RouterView.Authorisation authorisation, boolean all, RouterStatus status)
            throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("table", table);
        if (authorisation.roa() == null) {
            object.put("customer", authorisation.aspa().customer());
            object.put("providers", authorisation.aspa().providers());
        } else {
            object.put("prefix", authorisation.roa().prefix().toString());
            object.put("max_length", authorisation.roa().maxLength());
            object.put("asn", authorisation.roa().asn());
        }
        object.put("protocol", authorisation.protocol());
        object.put("preference", authorisation.preference());
        object.put("primary", authorisation.best());
        reply.object(object);
    }

    @Override
    public void neighbor(Reply reply, String protocol, RadvStatus.Neighbor neighbor, boolean all, RouterStatus status)
            throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("table", table);
        object.put("address", neighbor.address());
        object.put("interface", neighbor.interfaceName());
        object.put("interface_index", neighbor.interfaceIndex());
        object.put("protocol", protocol);
        object.put("since", neighbor.since().toString());
        reply.object(object);
    }

    @Override
    public String counts(RouteWalk.Counts counts, String name) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("table", name);
        object.put("shown", counts.shown());
        object.put("routes", counts.routes());
        object.put("networks", counts.networks());
        return Json.text(object);
    }

    @Override
    public String networkNotFound() {
        return "Network not found";
    }
}
