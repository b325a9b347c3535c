using MmVerify.Compiler;

namespace MmVerify.Grader.Tests;

public class ContractTests
{
    private const string Contract = "MmVerify.Spec.IBuddyAllocator";

    [Fact]
    public void AClassIsFoundByItsFullNameAndPlace()
    {
        ContractSearch search = Search("""
            namespace Mine;
            public static partial class Outer
            {
                public sealed class Buddy : Base { }
            }
            """, Base);

        Assert.Equal("Mine.Outer+Buddy", search.Subject!.TypeName);
        Assert.Equal("File0.cs:4:25", search.Subject.Place.ToString());
        Assert.Null(search.Error);
        Assert.Equal("Base implements IBuddyAllocator but is abstract", Assert.Single(search.Hints).Message);
    }

    [Fact]
    public void NoClassMeansNotAttempted()
    {
        ContractSearch search = Search("public class Other { }");

        Assert.False(search.IsAttempted);
        Assert.Null(search.Error);
        Assert.Empty(search.Hints);
    }

    [Fact]
    public void TwoClassesAreAnErrorThatNamesBoth()
    {
        ContractSearch search = Search("public class One : Base { }", "public class Two : Base { }", Base);

        Assert.Null(search.Subject);
        Assert.Equal(
            "File1.cs:1:14: MMV001: One (File0.cs:1:14) and Two (File1.cs:1:14) implement IBuddyAllocator; " +
            "keep one public",
            search.Error!.ToString());
    }

    [Theory]
    [InlineData("class Buddy : Base { }", "Buddy implements IBuddyAllocator but is not public")]
    [InlineData("class X { public class Y : Base { } }", "X.Y implements IBuddyAllocator but is not public")]
    [InlineData("public class Buddy<T> : Base { }", "Buddy<T> implements IBuddyAllocator but is generic")]
    public void AClassThatNearlyCountsIsAHint(string source, string hint)
    {
        ContractSearch search = Search(source, Base);

        Assert.False(search.IsAttempted);
        Assert.Contains(hint, search.Hints.Select(static diagnosis => diagnosis.Message));
    }

    [Fact]
    public void EveryContractOfTheSpecificationIsSearchedFor() => Assert.Equal(
        from type in typeof(Spec.Fuel).Assembly.GetExportedTypes()
        where type.IsInterface && type.GetMethod("Create")?.ReturnType == type
        orderby type.FullName
        select type.FullName,
        Subject.Compile("class Nothing { }").Contracts.Select(static search => search.Contract));

    private static ContractSearch Search(params string[] sources)
    {
        CompileAnswer answer = Subject.Compile(sources);
        Assert.Empty(answer.Errors);
        return answer.Contracts.Single(static search => search.Contract == Contract);
    }

    /// <summary>An allocator that only compiles, made of whatever the contract asks for.</summary>
    private static string Base { get; } = "public abstract class Base : " + Contract + " {" + string.Concat(
        from method in typeof(Spec.IBuddyAllocator).GetMethods()
        let parameters = method.GetParameters().Select(static p => $"{Name(p.ParameterType)} {p.Name}")
        let name = method.Name.Replace("get_", "", StringComparison.Ordinal)
        let property = $"public {Name(method.ReturnType)} {name} => throw new NotSupportedException();"
        let head = $"{Name(method.ReturnType)} {name}({string.Join(", ", parameters)})"
        let modifiers = method.IsStatic ? "public static" : "public"
        let callable = $"{modifiers} {head} => throw new NotSupportedException();"
        select method.IsSpecialName ? property : callable) + "}";

    private static string Name(Type type)
    {
        if (type == typeof(void))
        {
            return "void";
        }

        string name = "global::" + type.FullName!.Split('`')[0].Replace('+', '.');
        string arguments = string.Join(", ", type.GetGenericArguments().Select(Name));
        return type.IsGenericType ? $"{name}<{arguments}>" : name;
    }
}
