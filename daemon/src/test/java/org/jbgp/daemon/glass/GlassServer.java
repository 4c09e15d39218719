package org.jbgp.daemon.glass;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.model.router.HttpListen;
import org.jbgp.daemon.control.SampleRouter;
import org.jbgp.daemon.http.ClientRates;
import org.jbgp.daemon.http.HttpListener;
import org.jbgp.daemon.lab.Json;

/** A looking glass of the sample router, asked over HTTP. */
final class GlassServer implements AutoCloseable {
    final SampleRouter router = new SampleRouter();
    final AtomicBoolean ready = new AtomicBoolean(true);
    private final HttpListener listener;
    private final HttpClient client = HttpClient.newHttpClient();

    GlassServer() throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpListen configured = new HttpListen(IpAddress.ipv4(0x7f000001), 9179, new HttpListen.Pages(true, true, 0));
        LookingGlass glass = new LookingGlass(router.view(), router.tables(), router.history(), configured, ready::get);
        listener = HttpListener.open(address, glass.sites(), new HttpListener.Bounds(8, ClientRates.NONE, 1 << 20));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + listener.address().getPort() + path);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What it answers, which must be JSON. */
    Object json(String path) throws IOException, InterruptedException {
        return Json.parse(get(path).body());
    }

    int port() {
        return listener.address().getPort();
    }

    @Override
    public void close() {
        client.close();
        listener.close();
    }
}
