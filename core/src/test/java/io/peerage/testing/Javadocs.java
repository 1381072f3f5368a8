/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Asks the compiler what is missing or wrong in the Javadoc of public packages: every description, parameter, value and
 * exception. The build itself leaves out the group <i>missing</i>, which would hold classes to it that no user sees.
 *
 * <p><b>Threading</b>: stateless, any thread.
 */
public final class Javadocs {
    private static final Pattern PUBLIC_TYPE =
            Pattern.compile(
                    "(?m)^public (?:abstract |final |sealed |non-sealed )*(?:class|interface|record|enum|@interface) (\\w+)");

    private Javadocs() {}

    /** What the compiler complains about in these packages of a folder of sources; what it compiles goes into another folder. */
    public static List<String> problems(Path sources, List<String> packages, Path classes) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> told = new DiagnosticCollector<>();
        List<String> options =
                List.of(
                        "-proc:none",
                        "-Xmaxwarns",
                        "10000",
                        "-Xdoclint:all/protected",
                        "-Xdoclint/package:" + String.join(",", packages),
                        "-d",
                        classes.toString());
        try (StandardJavaFileManager files = compiler.getStandardFileManager(told, null, null)) {
            boolean good =
                    compiler.getTask(
                                    null,
                                    files,
                                    told,
                                    options,
                                    null,
                                    files.getJavaFileObjectsFromPaths(files(sources, packages)))
                            .call();
            List<String> problems =
                    told.getDiagnostics().stream()
                            .filter(problem -> problem.getSource() != null)
                            .map(Object::toString)
                            .toList();
            if (!good && problems.isEmpty()) {
                throw new AssertionError("the compiler failed and said nothing");
            }
            return problems;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The public types of these packages whose Javadoc doesn't say from which threads they may be used. */
    public static List<String> withoutThreading(Path sources, List<String> packages) {
        List<String> found = new ArrayList<>();
        for (Path file : files(sources, packages)) {
            String text = read(file);
            Matcher type = PUBLIC_TYPE.matcher(text);
            if (type.find()) {
                int begin = text.lastIndexOf("\n/**", type.start());
                if (begin < 0
                        || !text.substring(begin, type.start()).contains("<b>Threading</b>")) {
                    found.add(type.group(1));
                }
            }
        }
        return found;
    }

    private static List<Path> files(Path sources, List<String> packages) {
        List<Path> found = new ArrayList<>();
        for (String name : packages) {
            try (Stream<Path> files = Files.list(sources.resolve(name.replace('.', '/')))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .sorted()
                        .forEach(found::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
