package org.jbgp.daemon.control.layout;

import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import org.jbgp.config.base.IpFamily;
import org.jbgp.config.model.router.TimeFormats;
import org.jbgp.daemon.control.view.BfdStatus;
import org.jbgp.daemon.control.view.InterfaceStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RadvStatus;
import org.jbgp.daemon.control.view.RouteEntry;
import org.jbgp.daemon.control.view.RouteWalk;
import org.jbgp.daemon.control.view.RouterStatus;
import org.jbgp.daemon.control.view.RouterView;

/**
 * How answers look. Programs parse them, so columns, codes and even trailing spaces are those of the BIRD version a
 * layout stands for. One instance belongs to one session and is used by its thread alone.
 */
public interface Layout {

    /** All of {@code show status}, last line included. */
    void status(Reply reply, RouterStatus status) throws IOException;

    /** The heading of {@code show protocols}. */
    void protocolsHeading(Reply reply) throws IOException;

    /** One protocol: its line, and with {@code all} its details. */
    void protocol(Reply reply, ProtocolStatus protocol, boolean all, RouterStatus status) throws IOException;

    /** One interface of {@code show interfaces}. */
    void networkInterface(Reply reply, InterfaceStatus networkInterface) throws IOException;

    /** The rows of {@code show interfaces summary}, heading included. */
    void interfaceSummary(Reply reply, List<InterfaceStatus> interfaces) throws IOException;

    /** The rows of {@code show memory}. */
    void memory(Reply reply, List<RouterView.MemoryUse> uses) throws IOException;

    /** True when {@code show route} walks several tables and names each. */
    boolean namesTables();

    /** True if answers are for programs: no headings, no totals. */
    default boolean isData() {
        return false;
    }

    /** The routes that follow are of this table. */
    default void enter(String table) {}

    /**
     * One route.
     *
     * @param first true for the first route of its prefix
     * @param all whether to print its attributes
     */
    void route(Reply reply, RouteEntry route, boolean first, boolean all, RouterStatus status) throws IOException;

    /** One authorisation of a ROA table. */
    void authorisation(Reply reply, RouterView.Authorisation authorisation, boolean all, RouterStatus status)
            throws IOException;

    /** One entry of a neighbor table. */
    void neighbor(Reply reply, String protocol, RadvStatus.Neighbor neighbor, boolean all, RouterStatus status)
            throws IOException;

    /** The BFD sessions of one protocol, with {@code all} each in detail; 1.6 knows no details. */
    void bfd(Reply reply, BfdStatus protocol, boolean all, RouterStatus status) throws IOException;

    /** The text that counts the routes of one table. */
    String counts(RouteWalk.Counts counts, String table);

    /** Text of 8001. */
    String networkNotFound();

    /** A layout that writes times so. */
    static Layout create(ControlStyle style, RouterView view, TimeFormats formats) {
        ZoneId zone = ZoneId.systemDefault();
        return switch (style) {
            case BIRD_2 -> new Layout2(view, formats, zone, AttributeTitles.BIRD_2);
            case BIRD_3 -> new Layout3(view, formats, zone, AttributeTitles.BIRD_3);
            case BIRD_3_V2_ATTRIBUTES -> new Layout3(view, formats, zone, AttributeTitles.BIRD_2);
            case BIRD_1_6 -> new Layout16(view, formats, zone, IpFamily.IPV4);
            case BIRD_1_6_IPV6 -> new Layout16(view, formats, zone, IpFamily.IPV6);
        };
    }
}
