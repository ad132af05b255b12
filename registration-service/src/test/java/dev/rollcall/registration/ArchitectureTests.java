package dev.rollcall.registration;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "dev.rollcall.registration", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String DOMAIN = "(.*\\.)?(Account|Account\\$Email|AccountStatus|Idempotency|Profile"
			+ "|Registrant|EmailTaken|IdempotencyKey.*|Account\\$UndoLink|AccountEdit|AccountEvent(\\$.*)?|Change(\\$.*)?|Cause(\\$.*)?|Link|Links|LinkToken|LinkPurpose|Credential|Password|PasswordFault)";

	@ArchTest
	final ArchRule packagesHaveNoCycles = slices().matching("dev.rollcall.registration.(*)..")
		.should()
		.beFreeOfCycles();

	@ArchTest
	final ArchRule domainIsFreeOfFrameworks = noClasses().that()
		.haveNameMatching(DOMAIN)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework..", "org.apache..", "com.mongodb..", "org.bson..",
				"dev.rollcall.event..", "dev.rollcall.outbox..");

	@ArchTest
	final ArchRule otherServicesAreNotKnown = noClasses().should()
		.dependOnClassesThat()
		.resideInAnyPackage("dev.rollcall.session..", "dev.rollcall.notification..", "dev.rollcall.gateway..");

	@ArchTest
	final ArchRule fewClassesKnowTheRecords = classes().that()
		.haveNameNotMatching(
				".*\\.account\\.(AccountEventEncoder|MailingEncoder|AccountsInLog|CredentialUpgradesReaction|EndedSessionsReaction)(\\$.*)?")
		.should()
		.onlyDependOnClassesThat()
		.resideOutsideOfPackage("dev.rollcall.event..");

}
