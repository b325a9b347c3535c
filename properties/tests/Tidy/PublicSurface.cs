using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace MmVerify.Properties.Tests;

/// <summary>All that an assembly shows to others, one line each, without what every record has.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static
            | BindingFlags.DeclaredOnly;

    private static readonly string[] OfEveryRecord =
        ["Equals", "GetHashCode", "ToString", "Deconstruct", "PrintMembers", "op_Equality", "op_Inequality",
            "<Clone>$"];

    /// <summary>The surface of an assembly.</summary>
    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(NameOf, StringComparer.Ordinal))
        {
            text.Append(KindOf(type)).Append(' ').Append(NameOf(type)).Append(ParentsOf(type)).Append('\n');
            foreach (string member in MembersOf(type).Distinct().Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string KindOf(Type type) =>
        type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : type.IsAssignableTo(typeof(Delegate)) ? "delegate"
        : type.IsValueType ? "struct"
        : type.IsAbstract && type.IsSealed ? "static class"
        : type.IsAbstract ? "abstract class"
        : type.IsSealed ? "sealed class"
        : "class";

    private static string ParentsOf(Type type)
    {
        IEnumerable<Type> inherited = type.BaseType?.GetInterfaces() ?? [];
        Type[] parents =
        [
            .. type.BaseType is { } parent && parent.Namespace != "System" ? [parent] : Type.EmptyTypes,
            .. type.GetInterfaces().Except(inherited)
                .Where(one => !one.Name.StartsWith("IEquatable", StringComparison.Ordinal)),
        ];
        return parents.Length == 0 || type.IsEnum || type.IsAssignableTo(typeof(Delegate)) ? ""
            : " : " + string.Join(", ", parents.Select(NameOf).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> MembersOf(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name))}");
        }

        if (type.IsAssignableTo(typeof(Delegate)))
        {
            return [Signature(type.GetMethod("Invoke")!)];
        }

        return type.GetConstructors(Declared).Where(IsSeen).Select(static one => $"new({ParametersOf(one)})")
            .Concat(type.GetFields(Declared).Where(static one => one.IsPublic).Select(
                static one => $"{(one.IsLiteral ? "const " : "")}{one.Name} : {NameOf(one.FieldType)}"))
            .Concat(type.GetProperties(Declared).Where(static one => one.GetMethod is { } get && IsSeen(get))
                .Select(PropertyText))
            .Concat(type.GetMethods(Declared).Where(one => IsSeen(one) && !IsOrdinary(type, one))
                .Select(Signature));
    }

    private static string PropertyText(PropertyInfo property)
    {
        bool isSet = property.SetMethod is { } set && IsSeen(set);
        bool isInit = isSet
            && property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers()
                .Contains(typeof(IsExternalInit));
        return $"{Modifiers(property.GetMethod!)}{property.Name} : {NameOf(property.PropertyType)}"
            + (isInit ? " init" : isSet ? " set" : "");
    }

    private static string Signature(MethodInfo method)
    {
        string generic = method.IsGenericMethod
            ? $"<{string.Join(", ", method.GetGenericArguments().Select(NameOf))}>" : "";
        string name = $"{Modifiers(method)}{method.Name}{generic}";
        return $"{name}({ParametersOf(method)}) : {NameOf(method.ReturnType)}";
    }

    private static string Modifiers(MethodBase method) =>
        (method.IsFamily ? "protected " : "") + (method.IsStatic ? "static " : "")
            + (method.IsAbstract && !method.DeclaringType!.IsInterface ? "abstract " : "");

    private static string ParametersOf(MethodBase method) =>
        string.Join(
            ", ", method.GetParameters().Select(static one => $"{NameOf(one.ParameterType)} {one.Name}"));

    private static bool IsSeen(MethodBase method) =>
        method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsOrdinary(Type type, MethodInfo method) =>
        method.Name.StartsWith("get_", StringComparison.Ordinal)
            || method.Name.StartsWith("set_", StringComparison.Ordinal)
            || (!type.IsInterface && OfEveryRecord.Contains(method.Name));

    private static string NameOf(Type type)
    {
        if (type.IsByRef)
        {
            return "ref " + NameOf(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return NameOf(type.GetElementType()!) + "[]";
        }

        string name = type.Name.Split('`')[0];
        string outer = type.IsNested && !type.IsGenericParameter ? NameOf(type.DeclaringType!) + "." : "";
        return type.IsGenericType && type.Name.Contains('`', StringComparison.Ordinal)
            ? $"{outer}{name}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
            : outer + name;
    }
}
