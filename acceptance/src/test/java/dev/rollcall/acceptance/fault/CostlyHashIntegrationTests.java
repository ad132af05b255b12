package dev.rollcall.acceptance.fault;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import dev.rollcall.event.Actor;
import dev.rollcall.event.ActorType;
import dev.rollcall.event.PasswordCredential;
import dev.rollcall.schemas.AssociatedData;
import dev.rollcall.schemas.Topic;
import org.bson.Document;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * S26: four clients guess for {@code -Dguessing=60} seconds at an account whose imported
 * hash is as costly as a hash can be, while a bystander signs in.
 */
@Tag("faults")
class CostlyHashIntegrationTests {

	private static final String HASH = System.getProperty("hash", "$argon2id$v=19$m=131072,t=16,p=1");

	private static final int GUESSERS = 4;

	private static final int MAX_RESIDENT_MIB = 700;

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void guessesAtACostlyHashDelayNobodyElse() throws GeneralSecurityException, IOException {
		try (FaultRun run = FaultRun.start()) {
			Person bystander = run.client().register().orElseThrow();
			run.client().signIn(bystander).orElseThrow();
			UUID victim = UUID.randomUUID();
			String email = victim + "@example.org";
			importUser(run.system(), victim, email);
			URI sessions = run.system().gateway().resolve("/api/v1/sessions");
			await().until(() -> hasArrived(run.system(), victim));
			long idle = residentMiB(run.system());
			Map<Integer, Integer> guesses = new ConcurrentSkipListMap<>();
			Map<Integer, Integer> signIns = new TreeMap<>();
			List<Long> delays = new ArrayList<>();
			long end = System.nanoTime() + Duration.ofSeconds(FaultRun.size("guessing", 60)).toNanos();
			ExecutorService threads = Executors.newFixedThreadPool(GUESSERS);
			try {
				List<CompletableFuture<Void>> guessing = IntStream.range(0, GUESSERS)
					.mapToObj((n) -> CompletableFuture.runAsync(() -> {
						while (System.nanoTime() < end) {
							guesses.merge(status(sessions, email, "a wrong guess"), 1, Integer::sum);
						}
					}, threads))
					.toList();
				while (!guessing.stream().allMatch(CompletableFuture::isDone)) {
					long start = System.nanoTime();
					signIns.merge(status(sessions, bystander.email(), bystander.password()), 1, Integer::sum);
					delays.add((System.nanoTime() - start) / 1_000_000);
					FaultRun.last(Duration.ofMillis(500));
				}
				guessing.forEach(CompletableFuture::join);
			}
			finally {
				threads.shutdownNow();
			}
			long peak = residentMiB(run.system());
			FaultRun.say(
					"guesses by status %s, %d counted; bystander's sign-ins by status %s, delays in ms %s; "
							+ "peak of resident memory: %d MiB before, %d MiB after",
					guesses, attempts(run.system()), signIns, delays.stream().sorted().toList(), idle, peak);
			assertThat(signIns).containsOnlyKeys(201);
			assertThat(guesses).containsKey(429);
			assertThat(attempts(run.system())).isEqualTo(20);
			assertThat(peak).isLessThan(MAX_RESIDENT_MIB);
		}
	}

	/** Writes the records of an import. The ceiling at import does not apply. */
	private static void importUser(FaultSystem system, UUID user, String email)
			throws GeneralSecurityException, IOException {
		AeadConfig.register();
		String keyset = Files.readString(system.home().resolve("secrets/session-service/rollcall.keys.credential"));
		Aead key = TinkJsonProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get())
			.getPrimitive(RegistryConfiguration.get(), Aead.class);
		Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
		String hash = HASH + "$" + base64.encodeToString(new byte[16]) + "$" + base64.encodeToString(new byte[32]);
		byte[] sealed = key.encrypt(hash.getBytes(StandardCharsets.UTF_8), AssociatedData.credential(user, 1));
		PasswordCredential credential = new PasswordCredential(UUID.randomUUID(), user,
				Instant.ofEpochMilli(System.currentTimeMillis()), Actor.newBuilder().setType(ActorType.SYSTEM).build(),
				"raw", null, 1L, 1L, ByteBuffer.wrap(sealed));
		try (RawProducer producer = new RawProducer(system)) {
			producer.send(Topic.USER_CREDENTIALS.name(), RawProducer.key(user), producer.encode(credential));
			producer.send(RawProducer.event(user, 1, email));
		}
	}

	private int status(URI sessions, String email, String password) {
		HttpRequest request = HttpRequest.newBuilder(sessions)
			.header("Content-Type", "application/json")
			.timeout(Duration.ofSeconds(15))
			.POST(HttpRequest.BodyPublishers
				.ofString("{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password)))
			.build();
		return this.client.sendAsync(request, HttpResponse.BodyHandlers.discarding()).join().statusCode();
	}

	private static boolean hasArrived(FaultSystem system, UUID user) {
		try (MongoClient store = MongoClients.create(system.store("session-service"))) {
			return store.getDatabase("session")
				.getCollection("accounts-g1")
				.countDocuments(Filters.and(Filters.eq("_id", user.toString()), Filters.exists("credential"),
						Filters.exists("profile"))) == 1;
		}
	}

	/** Attempts that session-service counts, at all accounts. */
	private static int attempts(FaultSystem system) {
		try (MongoClient store = MongoClients.create(system.store("session-service"))) {
			int counted = 0;
			for (Document key : store.getDatabase("session").getCollection("attempts").find()) {
				counted += key.getList("made", Object.class, List.of()).size();
			}
			return counted;
		}
	}

	/** The most that session-service has had so far. */
	private static long residentMiB(FaultSystem system) throws IOException {
		return Files.readAllLines(Path.of("/proc", Long.toString(system.pid("session-service")), "status"))
			.stream()
			.filter((line) -> line.startsWith("VmHWM:"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
			.findFirst()
			.orElseThrow();
	}

}
