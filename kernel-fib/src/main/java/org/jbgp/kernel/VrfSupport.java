package org.jbgp.kernel;

import java.nio.charset.StandardCharsets;
import org.jbgp.kernel.netlink.Errno;
import org.jbgp.kernel.netlink.KernelException;
import org.jbgp.kernel.netlink.Netlink;
import org.jbgp.kernel.netlink.NetlinkSocket;

/** Whether the running kernel has VRF devices. Stateless; any thread. */
public final class VrfSupport {
    private VrfSupport() {}

    /**
     * Asks for a VRF device without a table. A kernel that has VRF says that the table is missing (EINVAL, {@code
     * vrf_newlink} in {@code drivers/net/vrf.c}) and makes none; one that has not does not know the kind. If VRF is a
     * module, this loads it.
     *
     * @return 0 if there is VRF, {@link Errno#EOPNOTSUPP} if there is none; any other number is why nobody can say,
     *     such as {@link Errno#EPERM} without CAP_NET_ADMIN
     */
    public static int probe() {
        try (NetlinkSocket socket = NetlinkSocket.open(0)) {
            SingleRequest request = new SingleRequest(socket, 0);
            MessageWriter message = request.begin(
                    Rtnetlink.RTM_NEWLINK, Netlink.NLM_F_CREATE | Netlink.NLM_F_EXCL, Rtnetlink.LINK_BYTES);
            int info = message.beginNested(Rtnetlink.IFLA_LINKINFO);
            message.attributeText(Rtnetlink.IFLA_INFO_KIND, KernelLink.VRF.getBytes(StandardCharsets.US_ASCII));
            message.endNested(info);
            int error = request.answer();
            return error == Errno.EINVAL ? 0 : error;
        } catch (KernelException e) {
            return e.errno();
        }
    }
}
