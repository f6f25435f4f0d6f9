using OneApi.Client.Redis.Tests;

[assembly: AssemblyFixture(typeof(SingleRedis))]
[assembly: AssemblyFixture(typeof(SixNodes))]
