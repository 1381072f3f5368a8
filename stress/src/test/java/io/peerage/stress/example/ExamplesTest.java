/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.PeerManager;
import io.peerage.config.RateLimit;
import io.peerage.model.BanReason;
import io.peerage.model.DialOutcome;
import io.peerage.model.Result;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The examples do what they are to show. */
class ExamplesTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

    @Test
    void theCrawlerKeepsItsConnectionsAndComesOutTheSame() {
        StringWriter out = new StringWriter();
        assertThat(
                        new Crawl(10_000, 1_000, 500, 7)
                                .run(Duration.ofMinutes(2), new PrintWriter(out)))
                .isTrue();
        StringWriter again = new StringWriter();
        new Crawl(10_000, 1_000, 500, 7).run(Duration.ofMinutes(2), new PrintWriter(again));
        assertThat(out.toString().lines()).hasSize(13);
        assertThat(again.toString()).isEqualTo(out.toString());
    }

    @Test
    void theCrawlerNeverHasMoreThanItMayAndDialsNoDeadHostThreeTimes() {
        Crawler crawler = new Crawler(2_000, 300, 100, 3);
        for (int second = 0; second < 600; second++) {
            crawler.run(Duration.ofSeconds(1));
            assertThat(crawler.manager().outbound() + crawler.manager().pendingOutbound())
                    .isLessThanOrEqualTo(300);
        }
        int dead = 0;
        World world = new World(2_000, 3);
        for (int host = 0; host < 2_000; host++) {
            dead += world.isAlive(host) ? 0 : 1;
        }
        assertThat(crawler.manager().dialing().ended(DialOutcome.TIMEOUT))
                .isPositive()
                .isLessThanOrEqualTo(2L * dead);
        assertThat(crawler.manager().verify()).isEmpty();
    }

    private static Socket connect(EchoServer server, String id) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.getOutputStream().write(id.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().write(HELLO);
        return socket;
    }

    private static byte[] answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        return in.readNBytes(HELLO.length);
    }

    @Test
    void theServerAdmitsRefusesAndBans() throws IOException {
        try (EchoServer server =
                        new EchoServer(
                                0,
                                PeerManager.builder()
                                        .maxConnections(2)
                                        .maxInbound(2)
                                        .maxOutbound(0)
                                        .rateLimit(RateLimit.NONE));
                Socket first = connect(server, "peer-001");
                Socket second = connect(server, "peer-002")) {
            assertThat(answer(first)).isEqualTo(HELLO);
            assertThat(answer(second)).isEqualTo(HELLO);
            assertThat(server.manager().connectedPeers()).isEqualTo(2);
            try (Socket third = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                assertThat(third.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(server.manager().refused(Result.INBOUND_LIMIT)).isEqualTo(1);

            // The ban closes what is open; the place is free when its close was heard.
            byte[] id = "peer-001".getBytes(StandardCharsets.UTF_8);
            server.manager().bans().ban(id, BanReason.BY_HAND);
            assertThat(first.getInputStream().read()).isEqualTo(-1);
        }
    }
}
