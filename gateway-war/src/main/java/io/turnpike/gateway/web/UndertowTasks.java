package io.turnpike.gateway.web;

import jakarta.servlet.ServletContext;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs what asynchronous requests have to do on Undertow, which gives it to threads of its worker. Setting a {@code ReadListener} or a
 * {@code WriteListener} makes such a task, too, one that does nothing but wake the I/O thread up: for each answer two threads are woken, one after the
 * other, and the first one then waits for the lock that the second one writes under. Those tasks are run by whoever sets the listener, as they never block; all
 * others go where they went. The server has a place for an executor in each deployment; which task it is, only its own classes tell. Safe for
 * use by several threads at once.
 */
final class UndertowTasks implements Executor {

    private static final System.Logger LOGGER = System.getLogger(UndertowTasks.class.getName());

    private static final String PACKAGE = "io.undertow.servlet.spec.";

    private final Executor worker;

    /** What most of what is to be executed is of, and from there to the task itself. */
    private final Class<?> dispatchedType;

    private final MethodHandle task;

    private UndertowTasks(Executor worker, Class<?> dispatchedType, MethodHandle task) {
        this.worker = worker;
        this.dispatchedType = dispatchedType;
        this.task = task;
    }

    /**
     * Takes the place in a deployment, unless the server is another one or it has been taken.
     *
     * @param connection any one of the server's
     */
    static void install(ServletContext context, ClientConnection connection) {
        Executor worker = connection.worker();
        if (worker == null) {
            return;
        }
        try {
            Object deployment = context.getClass().getMethod("getDeployment").invoke(context);
            Object info = deployment.getClass().getMethod("getDeploymentInfo").invoke(deployment);
            Executor usual = executor(info, "getAsyncExecutor");
            if (usual instanceof UndertowTasks) {
                return;
            }
            if (usual == null) {
                usual = executor(info, "getExecutor");
            }
            Class<?> dispatchedType = Class.forName(
                    PACKAGE + "AsyncContextImpl$TaskDispatchRunnable",
                    false,
                    info.getClass().getClassLoader());
            Field field = dispatchedType.getDeclaredField("task");
            field.setAccessible(true);
            MethodHandle task = MethodHandles.lookup()
                    .unreflectGetter(field)
                    .asType(MethodType.methodType(Runnable.class, Runnable.class));
            info.getClass()
                    .getMethod("setAsyncExecutor", Executor.class)
                    .invoke(info, new UndertowTasks(usual == null ? worker : usual, dispatchedType, task));
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "Answers take a detour, as Undertow is not the one that is known: {0}", e);
        }
    }

    private static @Nullable Executor executor(Object info, String getter) throws ReflectiveOperationException {
        return (Executor) info.getClass().getMethod(getter).invoke(info);
    }

    @Override
    public void execute(Runnable dispatched) {
        if (isWakeUp(dispatched)) {
            dispatched.run();
        } else {
            worker.execute(dispatched);
        }
    }

    private boolean isWakeUp(Runnable dispatched) {
        if (!dispatchedType.isInstance(dispatched)) {
            return false;
        }
        String name;
        try {
            name = ((Runnable) task.invokeExact(dispatched)).getClass().getName();
        } catch (Throwable e) {
            throw new IllegalStateException("a field cannot be read", e);
        }
        return name.startsWith(PACKAGE + "ServletOutputStreamImpl$")
                || name.startsWith(PACKAGE + "ServletInputStreamImpl$");
    }
}
