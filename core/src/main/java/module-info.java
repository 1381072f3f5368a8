/** Peerage: a peer and connection manager for peer-to-peer nodes. */
module io.peerage.core {
    requires static transitive org.jspecify;
    requires transitive org.agrona;
    // Without it nothing is logged to Flight Recorder.
    requires static jdk.jfr;
    // Only for io.peerage.metrics; without it the rest works as well.
    requires static micrometer.core;

    exports io.peerage;
    exports io.peerage.config;
    exports io.peerage.event;
    exports io.peerage.metrics;
    exports io.peerage.model;
}
