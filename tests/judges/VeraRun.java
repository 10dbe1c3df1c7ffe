import java.io.File;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;

/**
 * Validates PDF files with the library inside veraPDF, which comes without its command line.
 * Arguments and exit codes: see the script {@code verapdf} beside this file.
 */
public class VeraRun {
    private static final int PASSED = 0, FAILED = 1, NO_VERDICT = 2;
    private static final Comparator<RuleId> BY_CLAUSE =
        Comparator.comparing(RuleId::getClause).thenComparing(RuleId::getTestNumber);

    public static void main(String[] arguments) {
        VeraGreenfieldFoundryProvider.initialise();
        List<PDFAFlavour> flavours = new ArrayList<>();
        for (String id : arguments[0].split(",")) {
            // fromString would answer NO_FLAVOUR, which everything complies with.
            if (!PDFAFlavour.getFlavourIds().contains(id)) giveUp("no such flavour: " + id, null);
            flavours.add(PDFAFlavour.fromString(id));
        }
        boolean passed = true;
        for (int i = 1; i < arguments.length; i++) {
            for (PDFAFlavour flavour : flavours) passed &= validate(arguments[i], flavour);
        }
        System.exit(passed ? PASSED : FAILED);
    }

    private static boolean validate(String path, PDFAFlavour flavour) {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(path), flavour, PDFAFlavour.PDFA_1_B);
             // One failed check kept for each rule, passed ones dropped, error messages filled in, no progress shown.
             PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, 1, false, true, false)) {
            ValidationResult result = validator.validate(parser);
            report(path, flavour, result);
            return result.isCompliant();
        } catch (Exception error) {
            giveUp("cannot judge " + path, error);
            return false;
        }
    }

    private static void report(String path, PDFAFlavour flavour, ValidationResult result) {
        Map<RuleId, Integer> counts = result.getFailedChecks();
        System.out.printf("%s: veraPDF %s: %s, %d checks, %d rules broken%n",
            path, flavour.getId(), result.isCompliant() ? "compliant" : "not compliant",
            result.getTotalAssertions(), counts.size());
        Map<RuleId, TestAssertion> firsts = new TreeMap<>(BY_CLAUSE);
        for (TestAssertion check : result.getTestAssertions()) {
            if (check.getStatus() == TestAssertion.Status.FAILED) firsts.putIfAbsent(check.getRuleId(), check);
        }
        firsts.forEach((rule, check) -> {
            String message = check.getErrorMessage() != null ? check.getErrorMessage() : check.getMessage();
            System.out.printf("  %s-%d, %d times: %s%n    first at %s%n", rule.getClause(), rule.getTestNumber(),
                counts.getOrDefault(rule, 1), message.replaceAll("\\s+", " "), check.getLocation().getContext());
        });
    }

    private static void giveUp(String what, Exception error) {
        System.err.println("verapdf: " + what + (error == null ? "" : ": " + error));
        System.exit(NO_VERDICT);
    }
}
