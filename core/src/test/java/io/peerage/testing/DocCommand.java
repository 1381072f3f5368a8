/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command that a document tells its reader to give: a line of a block of {@code sh}, a line behind a {@code $} in a block of
 * {@code console}, or words between back-ticks that begin with one of our programs. As much of the shell is understood as the
 * documents use: quotes, comments, continued lines, {@code &&}, {@code ;}, {@code |}, {@code >}, {@code for}.
 *
 * @param document the file, relative to the project
 * @param line where the command stands
 * @param words the program and its arguments, without quotes
 *     <p><b>Threading</b>: immutable, any thread.
 */
public record DocCommand(String document, int line, List<String> words) {
    private static final Pattern SPAN = Pattern.compile("(?<!`)`([^`]+)`(?!`)");
    private static final Pattern OURS =
            Pattern.compile("java .+|(mvn|stress/[\\w-]+|benchmarks/run|\\.ci/run)( .+)?");
    private static final Set<String> ENDS = Set.of("&&", "||", ";", "|");
    private static final Set<String> KEYWORDS = Set.of("do", "then", "else", "done", "fi");

    /** Copies the words. */
    public DocCommand {
        words = List.copyOf(words);
    }

    /** All commands in all documents. */
    public static List<DocCommand> all() {
        List<DocCommand> commands = new ArrayList<>();
        for (DocFence fence : DocFence.all()) {
            commands.addAll(in(fence));
        }
        for (Path file : Docs.files()) {
            inSpans(file, commands);
        }
        return commands;
    }

    /** All commands that begin with this program. */
    public static List<DocCommand> all(String program) {
        return all().stream().filter(command -> command.program().equals(program)).toList();
    }

    /** The commands of a block; none if it is of another kind. */
    public static List<DocCommand> in(DocFence fence) {
        List<DocCommand> commands = new ArrayList<>();
        if (!fence.kind().equals("sh") && !fence.kind().equals("console")) {
            return commands;
        }
        List<String> lines = fence.text().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            int first = i;
            StringBuilder text = new StringBuilder(lines.get(i));
            while (text.toString().endsWith("\\")) {
                text.setLength(text.length() - 1);
                text.append(lines.get(++i));
            }
            if (fence.kind().equals("sh")) {
                split(fence.document(), fence.line() + 1 + first, text.toString(), commands);
            } else if (text.toString().startsWith("$ ")) {
                split(fence.document(), fence.line() + 1 + first, text.substring(2), commands);
            }
        }
        return commands;
    }

    private static void inSpans(Path file, List<DocCommand> commands) {
        String name = Docs.root().relativize(file).toString().replace('\\', '/');
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean fenced = false;
        for (int i = 0; i < lines.size(); i++) {
            fenced ^= lines.get(i).strip().startsWith("```");
            Matcher span = SPAN.matcher(lines.get(i));
            while (!fenced && span.find()) {
                String text = span.group(1);
                boolean directory = Files.isDirectory(Docs.root().resolve(text));
                if (OURS.matcher(text).matches() && !directory) {
                    split(name, i + 1, text, commands);
                }
            }
        }
    }

    private static void split(String document, int line, String text, List<DocCommand> commands) {
        List<String> words = new ArrayList<>();
        for (String token : tokens(text)) {
            if (ENDS.contains(token)) {
                add(document, line, words, commands);
                words.clear();
            } else if (!words.isEmpty() || !KEYWORDS.contains(token)) {
                words.add(token);
            }
        }
        add(document, line, words, commands);
    }

    private static void add(
            String document, int line, List<String> words, List<DocCommand> commands) {
        if (!words.isEmpty() && !words.get(0).equals("for")) {
            commands.add(new DocCommand(document, line, words));
        }
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher next =
                Pattern.compile(
                                "\\s+#.*|^#.*|\\s+|&&|\\|\\||[;|]|(?:'[^']*'|\"[^\"]*\"|[^\\s'\";|&])+|&")
                        .matcher(text);
        int at = 0;
        while (next.find()) {
            if (next.start() != at) {
                throw new AssertionError("can't read '" + text.substring(at) + "' of: " + text);
            }
            at = next.end();
            String token = next.group();
            if (!token.isBlank() && !token.strip().startsWith("#")) {
                tokens.add(token.replaceAll("'([^']*)'|\"([^\"]*)\"", "$1$2"));
            }
        }
        if (at != text.length()) {
            throw new AssertionError("can't read '" + text.substring(at) + "' of: " + text);
        }
        return tokens;
    }

    /** What is to be run. */
    public String program() {
        return words.get(0);
    }

    /** What it is given, up to where the document leaves the rest open with an ellipsis, or writes into a file. */
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        for (String word : words.subList(1, words.size())) {
            if (word.equals("…") || word.equals(">")) {
                break;
            }
            arguments.add(word);
        }
        return arguments;
    }

    @Override
    public String toString() {
        return document + ":" + line + ": " + String.join(" ", words);
    }
}
