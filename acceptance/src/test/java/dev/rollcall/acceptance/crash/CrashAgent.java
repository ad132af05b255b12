package dev.rollcall.acceptance.crash;

import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;

/**
 * Adds the crash points to the services' classes when they are loaded, and lagging reads
 * to the store. Every JVM that the launcher starts gets the agent, and so does the
 * launcher. It does nothing in other processes.
 */
public final class CrashAgent {

	private static final String HASHING = "dev.rollcall.registration.credential.";

	/** The name of the store's process, and of the file that makes its reads lag. */
	static final String STORE = "store";

	static final String LAGGING = "lagging";

	/** More than connections: each waits for its own writes only. */
	private static final String STORE_THREADS = "128";

	private CrashAgent() {
	}

	/**
	 * Called before the service's main method.
	 * @param folder where points are armed, with a folder for each process
	 * @param instrumentation the JVM
	 */
	public static void premain(String folder, Instrumentation instrumentation) {
		String mark = System.getProperty("rollcall.process", "");
		String process = mark.substring(mark.lastIndexOf('/') + 1);
		List<CrashPoint> points = CrashPoint.of(process);
		if (!points.isEmpty()) {
			CrashSwitch.use(Path.of(folder, process));
			Path other = OtherBuild.folder(Path.of(folder), process);
			if (Files.isDirectory(other)) {
				instrumentation.addTransformer(new OtherBuild(other));
			}
			weave(points, instrumentation);
		}
		if (process.equals(STORE) && Files.exists(Path.of(folder, STORE, LAGGING))) {
			System.setProperty("io.netty.eventLoopThreads", STORE_THREADS);
			MajorityViews.use(Path.of(folder, STORE));
			lagReads(instrumentation);
		}
	}

	private static void lagReads(Instrumentation instrumentation) {
		new AgentBuilder.Default().disableClassFormatChanges()
			.with(AgentBuilder.Listener.StreamWriting.toSystemError().withErrorsOnly())
			.type(ElementMatchers.named(LaggingReads.STORE))
			.transform((builder, type, loader, module, domain) -> builder
				.visit(Advice.to(LaggingReads.class).on(ElementMatchers.named("handleMessage"))))
			.installOn(instrumentation);
	}

	private static void weave(List<CrashPoint> points, Instrumentation instrumentation) {
		// The method of a lambda is synthetic, which the default ignores.
		ByteBuddy all = new ByteBuddy().ignore(ElementMatchers.none());
		AgentBuilder agent = new AgentBuilder.Default(all).disableClassFormatChanges()
			.with(AgentBuilder.Listener.StreamWriting.toSystemError().withErrorsOnly())
			.type(ElementMatchers.namedOneOf(HASHING + "NativeArgon2id", HASHING + "PortableArgon2id"))
			.transform((builder, type, loader, module, domain) -> builder
				.visit(Advice.to(CheapHash.class).on(ElementMatchers.named("hash"))));
		for (String type : points.stream().map(CrashPoint::type).collect(Collectors.toSet())) {
			List<CrashPoint> own = points.stream().filter((point) -> point.type().equals(type)).toList();
			agent = agent.type(ElementMatchers.named(type))
				.transform((builder, description, loader, module, domain) -> visit(builder, own));
		}
		agent.installOn(instrumentation);
	}

	private static DynamicType.Builder<?> visit(DynamicType.Builder<?> builder, List<CrashPoint> points) {
		DynamicType.Builder<?> visited = builder;
		for (CrashPoint point : points) {
			visited = visited.visit(Advice.withCustomMapping()
				.bind(Entered.Point.class, point.name())
				.bind(Entered.Argument.class, point.argument())
				.to(point.isAfter() ? Returned.class : Entered.class)
				.on(method(point)));
		}
		return visited;
	}

	static ElementMatcher.Junction<MethodDescription> method(CrashPoint point) {
		String name = point.method();
		ElementMatcher.Junction<MethodDescription> named = name.endsWith("*")
				? ElementMatchers.nameStartsWith(name.substring(0, name.length() - 1)) : ElementMatchers.named(name);
		ElementMatcher.Junction<MethodDescription> own = named.and(ElementMatchers.not(ElementMatchers.isBridge()))
			.and(ElementMatchers.not(ElementMatchers.isAbstract()));
		return point.argument().isEmpty() ? own : own.and(ElementMatchers.takesArgument(0, String.class));
	}

}
