/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.example;

import java.util.ArrayList;
import java.util.List;

/**
 * What the command line says.
 *
 * @param port where to listen, 0 for any
 * @param seconds how long to run
 * @param crowd how many hosts of this process come and go
 * @param peers whom to dial
 */
record Options(int port, int seconds, int crowd, List<String> peers) {
    static Options of(String... args) {
        int port = 0;
        int seconds = Integer.MAX_VALUE;
        int crowd = 0;
        List<String> peers = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--port" -> port = number(args, ++i);
                case "--seconds" -> seconds = number(args, ++i);
                case "--crowd" -> crowd = number(args, ++i);
                default -> peers.add(args[i]);
            }
        }
        return new Options(port, seconds, crowd, peers);
    }

    private static int number(String[] args, int at) {
        if (at >= args.length) {
            throw new IllegalArgumentException(args[at - 1] + " is the last; write a number behind it");
        }
        try {
            return Integer.parseInt(args[at]);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + args[at] + "' is no number; write one behind " + args[at - 1], e);
        }
    }
}
