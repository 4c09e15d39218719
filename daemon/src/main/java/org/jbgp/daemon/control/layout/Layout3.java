package org.jbgp.daemon.control.layout;

import java.io.IOException;
import java.time.ZoneId;
import org.jbgp.config.model.router.TimeFormats;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouteEntry;
import org.jbgp.daemon.control.view.RouterStatus;
import org.jbgp.daemon.control.view.RouterView;

/** The layouts of 2.x with what programs that know BIRD 3 look for, measured on 3.3.2. */
final class Layout3 extends Layout2 {
    private static final String PREFERENCE = "\tpreference: ";
    private static final String SOURCE = "\tsource: ";

    private final AttributeTitles names;

    Layout3(RouterView view, TimeFormats formats, ZoneId zone, AttributeTitles names) {
        super(view, formats, zone, names);
        this.names = names;
    }

    /**
     * The first row is never one of the protocol's own, whose text begins behind the code for a program that does not
     * take codes apart: without a description it is {@code Created}.
     */
    @Override
    void commonDetails(Reply reply, ProtocolStatus protocol, RouterStatus status) throws IOException {
        if (protocol.description() != null) {
            detail(reply, "  Description:        " + protocol.description());
        }
        if (protocol.message() != null) {
            detail(reply, "  Message:            " + protocol.message());
        }
        detail(reply, "  Created:            " + time(formats.protocol(), protocol.created(), status.now()));
        if (protocol.routerId() != null) {
            detail(reply, "  Router ID:          " + ReplyText.quad(protocol.routerId()));
        }
        if (protocol.vrf() != null) {
            detail(reply, "  VRF:                " + protocol.vrf());
        }
    }

    /** Attributes to BIRD 3; the neighbor stands there even where it is the gateway. */
    @Override
    void kind(Reply reply, RouteEntry route) throws IOException {
        if (names == AttributeTitles.BIRD_2) {
            super.kind(reply, route);
            return;
        }
        reply.row(1012, PREFERENCE + route.preference());
        if (route.from() != null) {
            reply.row(1012, "\tfrom: " + ReplyText.address(route.from()));
        }
        reply.row(1012, SOURCE + route.kind().label());
    }

    @Override
    void kind(Reply reply, String label, int preference) throws IOException {
        if (names == AttributeTitles.BIRD_2) {
            super.kind(reply, label, preference);
            return;
        }
        reply.row(1012, PREFERENCE + preference);
        reply.row(1012, SOURCE + label);
    }
}
