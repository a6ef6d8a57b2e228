def overview(request):
    pass


def issue(request):
    pass
