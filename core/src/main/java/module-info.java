/** Peerage: a peer and connection manager for peer-to-peer nodes. */
module io.peerage.core {
    requires static transitive org.jspecify;
    requires transitive org.agrona;

    exports io.peerage;
    exports io.peerage.config;
    exports io.peerage.event;
    exports io.peerage.model;
}
