/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;

/**
 * The events of Flight Recorder, each off unless a recording asks for it. Their fields are read by Flight Recorder alone.
 *
 * <p><b>Threading</b>: each object is confined to the owner thread.
 */
final class FlightEvents {
    private FlightEvents() {}

    @Name("peerage.PeerConnected")
    @Label("Peer Connected")
    @Description("A peer has become connected")
    @Category("Peerage")
    @Enabled(false)
    @StackTrace(false)
    static final class PeerConnected extends Event {
        @Label("Peer")
        long peer;

        @Label("Id")
        String id = "";

        @Label("Flaps")
        @Description("Disconnects and connects that were left out")
        int flaps;
    }

    @Name("peerage.PeerDisconnected")
    @Label("Peer Disconnected")
    @Description("A peer is no longer connected")
    @Category("Peerage")
    @Enabled(false)
    @StackTrace(false)
    static final class PeerDisconnected extends Event {
        @Label("Peer")
        long peer;

        @Label("Id")
        String id = "";

        @Label("Flaps")
        @Description("Connects and disconnects that were left out")
        int flaps;
    }

    @Name("peerage.Dial")
    @Label("Dial")
    @Description("A dial was commanded")
    @Category("Peerage")
    @Enabled(false)
    @StackTrace(false)
    static final class Dial extends Event {
        @Label("Peer")
        long peer;

        @Label("Id")
        String id = "";

        @Label("Address")
        String address = "";

        @Label("Reason")
        String reason = "";
    }

    @Name("peerage.DialsEnded")
    @Label("Dials Ended")
    @Description("How many dials have ended so since the event before")
    @Category("Peerage")
    @Enabled(false)
    @StackTrace(false)
    static final class DialsEnded extends Event {
        @Label("Outcome")
        String outcome = "";

        @Label("Count")
        long count;
    }

    @Name("peerage.Close")
    @Label("Close")
    @Description("The close of a connection was commanded, or taken for done as nobody reported it")
    @Category("Peerage")
    @Enabled(false)
    @StackTrace(false)
    static final class Close extends Event {
        @Label("Connection")
        long connection;

        @Label("Id")
        String id = "";

        @Label("Reason")
        String reason = "";

        @Label("Forced")
        boolean forced;
    }

    @Name("peerage.TicketExpired")
    @Label("Ticket Expired")
    @Description("A handshake or dial of which nothing was heard was given up")
    @Category("Peerage")
    @Enabled(false)
    @StackTrace(false)
    static final class TicketExpired extends Event {
        @Label("Direction")
        String direction = "";
    }

    @Name("peerage.Ban")
    @Label("Ban")
    @Description("A peer was banned")
    @Category("Peerage")
    @Enabled(false)
    @StackTrace(false)
    static final class Ban extends Event {
        @Label("Peer")
        long peer;

        @Label("Id")
        String id = "";

        @Label("Address")
        String address = "";

        @Label("Reason")
        String reason = "";

        @Label("Remaining")
        @Timespan(Timespan.NANOSECONDS)
        long remaining;
    }

    @Name("peerage.PrefixBan")
    @Label("Prefix Ban")
    @Description("A network prefix was banned")
    @Category("Peerage")
    @Enabled(false)
    @StackTrace(false)
    static final class PrefixBan extends Event {
        @Label("Prefix")
        String prefix = "";

        @Label("Reason")
        String reason = "";
    }

    @Name("peerage.Refusals")
    @Label("Refusals")
    @Description("How many calls were refused for this reason since the event before")
    @Category("Peerage")
    @Enabled(false)
    @StackTrace(false)
    static final class Refusals extends Event {
        @Label("Reason")
        String reason = "";

        @Label("Count")
        long count;
    }

    @Name("peerage.Prune")
    @Label("Prune")
    @Description("Connections were chosen to be closed")
    @Category("Peerage")
    @Enabled(false)
    @StackTrace(false)
    static final class Prune extends Event {
        @Label("Reason")
        String reason = "";

        @Label("Candidates")
        int candidates;

        @Label("Wanted")
        int wanted;

        @Label("Closed")
        int closed;
    }

    @Name("peerage.Tick")
    @Label("Tick")
    @Description("A round of the owner that took longer than the threshold")
    @Category("Peerage")
    @Enabled(false)
    @StackTrace(false)
    @Threshold("10 ms")
    static final class Round extends Event {
        @Label("Done")
        int done;
    }
}
