/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.population;

import io.peerage.model.IpAddress;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads a list of addresses, one {@code host:port} a line.
 *
 * <p>A host is IPv4, IPv6 in brackets, or a name under {@code .onion} or {@code .i2p}; {@code #} starts a comment, blank
 * lines are skipped. Onion, I2P and CJDNS ({@code fc00::/8}) hosts become {@link IpAddress#NONE}, since they belong to no
 * IP prefix. No name is ever looked up.
 *
 * <p><b>Threading</b>: any thread. <b>Ranges</b>: ports 0 to 65535 (I2P has port 0). <b>Errors</b>: {@link
 * AddressFileException} names file, line and text.
 */
public final class AddressFile {
    private static final Pattern PORT = Pattern.compile("\\d{1,5}");
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)*\\.(onion|i2p)");
    private static final int MOST_SHOWN = 60;

    private AddressFile() {}

    /** The addresses in a file, in its order. */
    public static List<IpAddress> read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new AddressFileException("address file " + file + " does not exist", e);
        } catch (CharacterCodingException e) {
            throw new AddressFileException("address file " + file + " is not UTF-8 text", e);
        } catch (IOException e) {
            throw new AddressFileException(
                    "address file " + file + " can't be read: " + e.getMessage(), e);
        }
        List<IpAddress> addresses = new ArrayList<>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int comment = line.indexOf('#');
            String text = (comment < 0 ? line : line.substring(0, comment)).trim();
            if (!text.isEmpty()) {
                addresses.add(parse(text, file, i + 1));
            }
        }
        if (addresses.isEmpty()) {
            throw new AddressFileException("address file " + file + " has no address in it");
        }
        return addresses;
    }

    private static IpAddress parse(String text, Path file, int line) {
        try {
            return parse(text);
        } catch (IllegalArgumentException e) {
            String shown = text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
            throw new AddressFileException(
                    "address file "
                            + file
                            + ", line "
                            + line
                            + ": '"
                            + shown
                            + "' "
                            + e.getMessage(),
                    e);
        }
    }

    private static IpAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0 || text.endsWith("]")) {
            throw new IllegalArgumentException("has no port; write host:port");
        }
        String host = text.substring(0, colon);
        String port = text.substring(colon + 1);
        if (!PORT.matcher(port).matches() || Integer.parseInt(port) > 65_535) {
            throw new IllegalArgumentException("has no port from 0 to 65535 after its last colon");
        }
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            return v6(host.substring(1, host.length() - 1));
        }
        if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "has an IPv6 host without brackets; write [host]:port");
        }
        if (NAME.matcher(host.toLowerCase(Locale.ROOT)).matches()) {
            return IpAddress.NONE;
        }
        try {
            return IpAddress.parse(host);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "has a host that is neither IPv4, [IPv6], .onion nor .i2p", e);
        }
    }

    private static IpAddress v6(String host) {
        IpAddress address;
        try {
            if (host.indexOf(':') < 0 || host.indexOf('%') >= 0) {
                throw new IllegalArgumentException("not IPv6");
            }
            address = IpAddress.parse(host);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has no IPv6 address between its brackets", e);
        }
        boolean cjdns = address.hi() >>> 56 == 0xfc;
        return cjdns ? IpAddress.NONE : address;
    }
}
