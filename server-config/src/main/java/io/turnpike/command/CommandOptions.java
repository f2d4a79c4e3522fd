package io.turnpike.command;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What the command line says.
 *
 * @param file name of the configuration's file; {@value StandardStreams#SIGN}: standard input or output
 * @param gateway where the gateway is, without a slash at the end
 * @param key the master key
 * @param revision the revision that the gateway must be at
 */
record CommandOptions(Action action, String file, URI gateway, String key, OptionalLong revision) {

    /** Environment variable that has the key where no option has it. */
    static final String KEY_VARIABLE = "APIKEY";

    /** What can be done. */
    enum Action {
        EXPORT,
        DIFF,
        APPLY;

        static Optional<Action> of(String word) {
            for (Action action : values()) {
                if (action.name().toLowerCase(Locale.ROOT).equals(word)) {
                    return Optional.of(action);
                }
            }
            return Optional.empty();
        }
    }

    private static final Set<String> KNOWN = Set.of("--gateway", "--apikey", "--revision");

    /**
     * Reads the command line.
     *
     * @throws CommandProblem if it cannot be understood
     */
    static CommandOptions parse(List<String> arguments, Map<String, String> environment) throws CommandProblem {
        Iterator<String> rest = arguments.iterator();
        String word = rest.hasNext() ? rest.next() : "";
        Action action = Action.of(word)
                .orElseThrow(() -> new CommandProblem(
                        word.isEmpty()
                                ? "config needs to be told what to do (expected: export, diff or apply)."
                                : Shown.plain(word) + ": unknown (expected: export, diff or apply)."));
        String file = "";
        Map<String, String> values = new HashMap<>();
        while (rest.hasNext()) {
            String given = rest.next();
            int equals = given.startsWith("--") ? given.indexOf('=') : -1;
            String argument = equals < 0 ? given : given.substring(0, equals);
            if (!argument.startsWith("--")) {
                if (!file.isEmpty() || argument.isBlank()) {
                    throw new CommandProblem(Shown.text(argument) + ": one file is taken, and " + Shown.text(file)
                            + " is named already.");
                }
                file = argument;
            } else if (argument.equals("--revision") && action != Action.APPLY) {
                throw new CommandProblem("--revision is for apply alone (config " + word + " takes --gateway URL and"
                        + " --apikey KEY).");
            } else if (!KNOWN.contains(argument)) {
                throw new CommandProblem(
                        Shown.plain(argument) + ": unknown option (expected: --gateway URL, --apikey KEY"
                                + (action == Action.APPLY ? ", --revision N)." : ")."));
            } else if (equals < 0 && !rest.hasNext()) {
                throw new CommandProblem(argument + " needs a value.");
            } else if (values.put(argument, equals < 0 ? rest.next() : given.substring(equals + 1)) != null) {
                throw new CommandProblem(argument + " is given twice.");
            }
        }
        if (file.isEmpty()) {
            throw new CommandProblem(
                    "config " + word + " needs a FILE (expected: a name that ends in .json, .yaml or .yml, or -).");
        }
        return new CommandOptions(action, file, gateway(values), key(values, environment), revision(values));
    }

    private static URI gateway(Map<String, String> values) throws CommandProblem {
        String text = values.getOrDefault("--gateway", "");
        if (text.isBlank()) {
            throw new CommandProblem("--gateway is missing (expected: a URL such as http://localhost:4200).");
        }
        try {
            URI url = new URI(text.strip().replaceAll("/+$", ""));
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https"))
                    && url.getHost() != null
                    && url.getPort() <= 65_535
                    && url.getUserInfo() == null
                    && url.getQuery() == null
                    && url.getFragment() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new CommandProblem(
                "--gateway: " + Shown.text(text) + " (expected: a URL such as http://localhost:4200).");
    }

    /** What is wrong with a key is told without it. */
    private static String key(Map<String, String> values, Map<String, String> environment) throws CommandProblem {
        String option = values.get("--apikey");
        String key = option != null ? option : environment.getOrDefault(KEY_VARIABLE, "");
        String source = option != null ? "--apikey" : "the environment variable " + KEY_VARIABLE;
        if (key.isBlank()) {
            throw new CommandProblem(
                    option != null ? "--apikey is empty." : "the master key is missing.",
                    "Give it with --apikey KEY, or, so that it is in no list of processes, in the environment variable "
                            + KEY_VARIABLE + ".",
                    "Where the gateway has made it: it is in master.key in its data directory.");
        }
        if (!key.strip().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new CommandProblem(source + " has what no key has (expected: visible ASCII characters, no spaces).");
        }
        return key.strip();
    }

    private static OptionalLong revision(Map<String, String> values) throws CommandProblem {
        String text = values.get("--revision");
        if (text == null) {
            return OptionalLong.empty();
        }
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return OptionalLong.of(number);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new CommandProblem(
                "--revision: " + Shown.text(text) + " (expected: a whole number, as export and diff tell it).");
    }
}
