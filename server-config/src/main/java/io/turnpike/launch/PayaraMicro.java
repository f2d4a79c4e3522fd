package io.turnpike.launch;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collection;

/** The Payara Micro that {@code java -jar} has started in this JVM, by the API that it publishes. By reflection: nothing of it is needed to build this jar. */
final class PayaraMicro implements SecondDeployment.Server {

    private static final String API = "fish.payara.micro.";

    /** To be used once the server has started: before, this would make another one. */
    PayaraMicro() {}

    @Override
    public boolean hasApplications() throws ReflectiveOperationException {
        return !((Collection<?>) call(method("getDeployedApplicationNames"))).isEmpty();
    }

    @Override
    public void deploy(String name, String contextRoot, File archive) throws ReflectiveOperationException {
        // What it answers is true where the deployment has failed, too.
        call(method("deploy", String.class, String.class, File.class), name, contextRoot, archive);
    }

    private static Object call(Method method, Object... arguments) throws ReflectiveOperationException {
        Class<?> micro = Class.forName(API + "PayaraMicro");
        Object instance = micro.getMethod("getInstance").invoke(null);
        try {
            return method.invoke(micro.getMethod("getRuntime").invoke(instance), arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof IllegalStateException ? new ReflectiveOperationException(e.getCause()) : e;
        }
    }

    private static Method method(String name, Class<?>... parameters) throws ReflectiveOperationException {
        return Class.forName(API + "PayaraMicroRuntime").getMethod(name, parameters);
    }
}
