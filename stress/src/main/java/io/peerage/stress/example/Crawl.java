/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.example;

import io.peerage.PeerManager;
import io.peerage.model.DialOutcome;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Runs a crawler, and tells how it gets on. Confined to one thread. */
public final class Crawl {
    private static final int LINES = 12;

    private final Crawler crawler;
    private final int wanted;

    /** A crawl through this many hosts that keeps this many connections. */
    public Crawl(int hosts, int connections, int parallel, long seed) {
        this.crawler = new Crawler(hosts, connections, parallel, seed);
        this.wanted = connections;
    }

    /** Crawls for a simulated time; whether it had as many connections as wanted at the end, but for one in fifty. */
    public boolean run(Duration time, PrintWriter out) {
        line(out, "time", "known", "connected", "dialing", "visited", "established", "timed out");
        for (int i = 1; i <= LINES; i++) {
            crawler.run(time.dividedBy(LINES));
            PeerManager manager = crawler.manager();
            line(
                    out,
                    time.multipliedBy(i).dividedBy(LINES).toSeconds() + " s",
                    manager.registeredPeers(),
                    manager.connectedPeers(),
                    manager.pendingOutbound(),
                    crawler.visited(),
                    manager.dialing().ended(DialOutcome.ESTABLISHED),
                    manager.dialing().ended(DialOutcome.TIMEOUT));
        }
        // Some have just closed, and others are being dialed for them.
        return crawler.manager().connectedPeers() >= wanted - wanted / 50;
    }

    private static void line(PrintWriter out, Object... cells) {
        StringBuilder line = new StringBuilder();
        for (Object cell : cells) {
            line.append(
                    cell instanceof Number
                            ? String.format(Locale.ROOT, "%,13d", cell)
                            : String.format(Locale.ROOT, "%13s", cell));
        }
        out.println(line);
    }
}
