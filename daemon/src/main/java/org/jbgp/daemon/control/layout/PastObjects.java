package org.jbgp.daemon.control.layout;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jbgp.daemon.control.view.PastChange;
import org.jbgp.daemon.control.view.PastRoute;
import org.jbgp.daemon.control.view.RejectedRoute;
import org.jbgp.daemon.control.view.RouterView;

/** What was, as objects of JSON ({@code docs/reference/json.md}). One instance is used by one thread. */
public final class PastObjects {
    private final AttributeText attributes;

    public PastObjects(RouterView view) {
        this.attributes = new AttributeText(view.customAttributes(), LineBound.NONE, AttributeTitles.BIRD_2);
    }

    /** A best path that changed. */
    public Map<String, Object> change(PastChange change) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("at", change.at());
        object.put("table", change.table());
        object.put("prefix", change.prefix());
        object.put("before", route(change.before()));
        object.put("after", route(change.after()));
        object.put("reason", change.reason().kind());
        object.put("protocol", change.reason().protocol());
        object.put("timing", change.timing());
        return object;
    }

    /** A best path as it was; null for none. */
    public Map<String, Object> route(PastRoute route) {
        if (route == null) {
            return null;
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("protocol", route.origin().protocol());
        object.put("source", route.origin().kind());
        object.put("from", route.origin().from());
        object.put("attributes", attributes.values(route.attributes()));
        return object;
    }

    /** A route that was rejected. */
    public Map<String, Object> rejected(RejectedRoute route) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("at", route.at());
        object.put("table", route.channel().table());
        object.put("prefix", route.prefix());
        object.put("protocol", route.channel().protocol());
        object.put("from", route.channel().from());
        object.put("filter", route.filter());
        object.put("accepts", route.accepts());
        object.put("decisions", route.decisions());
        object.put("attributes", attributes.values(route.attributes()));
        return object;
    }
}
