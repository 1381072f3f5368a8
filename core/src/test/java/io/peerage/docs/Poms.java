/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.docs;

import io.peerage.testing.Docs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The project's POMs, asked whether a call of Maven or a dependency makes sense. One thread. */
final class Poms {
    private static final Set<String> SWITCHES = Set.of("-B", "-q", "-o", "-am", "-U");
    private static final Set<String> PHASES =
            Set.of("clean", "compile", "test-compile", "test", "package", "verify", "install");
    // Maven's own and its plugins'; exec.args is checked by the module that has the example.
    private static final Set<String> PROPERTIES =
            Set.of("skipTests", "test", "surefire.failIfNoSpecifiedTests", "exec.args");
    private static final Set<String> PLUGINS = Set.of("versions");

    private final Map<String, Element> byModule = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private final List<Path> tests;
    private final String version;

    private Poms(Path root) throws IOException {
        Element parent = read(root.resolve("pom.xml"));
        version = child(parent, "version");
        for (Element module : elements(parent, "module")) {
            String name = module.getTextContent();
            byModule.put(name, read(root.resolve(name).resolve("pom.xml")));
        }
        try (Stream<Path> files = Files.walk(root)) {
            tests =
                    files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> file.toString().contains("/src/test/"))
                            .toList();
        }
        for (Path test : tests) {
            texts.add(Files.readString(test));
        }
    }

    static Poms ofTheProject() {
        try {
            return new Poms(Docs.root());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Element read(Path pom) throws IOException {
        String text = Files.readString(pom);
        texts.add(text);
        return parse(text);
    }

    private static Element parse(String text) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError("is no XML: " + text, e);
        }
    }

    private static List<Element> elements(Element in, String name) {
        NodeList found = in.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(found::item)
                .map(Element.class::cast)
                .toList();
    }

    /** The text of a child by this name, empty if there is none. */
    private static String child(Element of, String name) {
        for (Node node = of.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeName().equals(name)) {
                return node.getTextContent().strip();
            }
        }
        return "";
    }

    /** What Maven could not make sense of. */
    List<String> problems(List<String> arguments) {
        List<String> problems = new ArrayList<>();
        int goals = 0;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("-pl")) {
                for (String module : arguments.get(++i).split(",", -1)) {
                    check(byModule.containsKey(module), "no module " + module, problems);
                }
            } else if (argument.startsWith("-P")) {
                check(isProfile(argument.substring(2)), "no profile " + argument, problems);
            } else if (argument.startsWith("-D")) {
                String[] pair = argument.substring(2).split("=", 2);
                check(isProperty(pair[0]), "nobody reads property " + pair[0], problems);
                if (pair[0].equals("test")) {
                    check(isTest(pair[1]), "no test " + pair[1], problems);
                }
            } else if (argument.startsWith("-")) {
                check(SWITCHES.contains(argument), "no switch " + argument, problems);
            } else {
                goals++;
                check(isGoal(argument), "no phase and no goal " + argument, problems);
            }
        }
        // "mvn -Plibp2p …" leaves the phase to whoever reads on.
        boolean isOpen = arguments.stream().allMatch(argument -> argument.startsWith("-P"));
        check(goals > 0 || isOpen, "no phase", problems);
        return problems;
    }

    private static void check(boolean holds, String problem, List<String> problems) {
        if (!holds) {
            problems.add(problem);
        }
    }

    private boolean isProfile(String name) {
        return inText("<profile>(\\s|<!--(?s:.)*?-->)*<id>" + name + "</id>");
    }

    private boolean inText(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return texts.stream().anyMatch(text -> compiled.matcher(text).find());
    }

    private boolean isProperty(String name) {
        return PROPERTIES.contains(name)
                || texts.stream()
                        .anyMatch(
                                text ->
                                        text.contains("<" + name + ">")
                                                || text.contains("<" + name + "/>")
                                                || text.contains("<name>" + name + "</name>")
                                                || text.contains("\"" + name + "\""));
    }

    private boolean isTest(String pattern) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern + ".java");
        return pattern.equals("none")
                || tests.stream().anyMatch(test -> matcher.matches(test.getFileName()));
    }

    private boolean isGoal(String goal) {
        if (!goal.contains(":")) {
            return PHASES.contains(goal);
        }
        String plugin = goal.substring(0, goal.indexOf(':'));
        boolean isKnown =
                PLUGINS.contains(plugin)
                        || inText("<artifactId>" + plugin + "-maven(-plugin)?</artifactId>");
        String execution = goal.contains("@") ? goal.substring(goal.indexOf('@') + 1) : "";
        return isKnown
                && (execution.isEmpty() || inText("<execution>\\s*<id>" + execution + "</id>"));
    }

    /** What is wrong with the dependencies in a piece of a user's POM. */
    List<String> dependencyProblems(String xml) {
        List<String> problems = new ArrayList<>();
        List<Element> dependencies = elements(parse("<all>" + xml + "</all>"), "dependency");
        check(!dependencies.isEmpty(), "no dependency", problems);
        for (Element dependency : dependencies) {
            String artifact = child(dependency, "artifactId");
            Element pom =
                    byModule.values().stream()
                            .filter(module -> child(module, "artifactId").equals(artifact))
                            .findAny()
                            .orElse(null);
            if (pom == null || !child(dependency, "groupId").equals("io.peerage")) {
                problems.add("no artifact " + child(dependency, "groupId") + ":" + artifact);
                continue;
            }
            check(
                    elements(pom, "maven.deploy.skip").isEmpty(),
                    artifact + " isn't published",
                    problems);
            String wanted = child(dependency, "version");
            check(
                    wanted.equals(version),
                    "version " + wanted + " of " + artifact + ", there is " + version,
                    problems);
        }
        return problems;
    }
}
