using Web;

await Service.Build(args).RunAsync();
